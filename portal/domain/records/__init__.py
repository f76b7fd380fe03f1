"""Reading the files a council hands over: what is taken, what is refused, and what looks doubtful.

One folder of CSV files shaped like the Department for Education's SEN2 person-level return.
``shapes`` says which files and columns are read, ``reading`` turns bytes into lines, ``rows`` turns
lines into frozen rows or refusals, ``folder`` knows what hangs on what, ``quality`` lists what a
person should look at, and ``access`` keeps the rules that close a family member's access.
"""
