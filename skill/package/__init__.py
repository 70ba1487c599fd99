"""The skill package: everything that Amazon is given, made from the trees and the lexicon."""
