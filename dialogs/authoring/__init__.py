"""The authors' bench: see, walk, compare, read and rehearse the trees before anybody hears them.

graph.py      the picture of a tree (`steady graph`)
walk.py       every situation times everything that can happen (`steady walk`)
against.py    what an edit does to places that are parked (`steady check --against`)
script.py     a tree as a document for people who do not code (`steady script`)
review.py     a person reads and signs a clinical text (`steady review`)
figures.py    where people answered, declined, fell silent or left (`steady figures`)
page/         all of it on one page of this machine (`steady author`)
"""
