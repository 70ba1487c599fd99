"""The authors' bench on one page: picture, talk and problems side by side (`steady author`).

desk.py       the folder, looked at again and again: its problems, and the last good trees
rehearsal.py  one event of a talk that nobody keeps
picture.py    a tree for the eye, and the same as a list
app.py        the routes
guard.py      who may ask: this machine's own browser, and no page of anybody else
"""
