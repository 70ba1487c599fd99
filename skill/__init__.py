"""The Alexa channel: a signed request in, the turn's answer out."""
