"""What people say of passages: kept, drawn for coding, exchanged with other tools, compared, settled.

``coding`` says what one judgement is, ``store`` keeps them in CORPUS/labels.db, ``sample`` draws passages
to code, ``exchange`` and its rooms write and read the files of other tools, ``agree`` compares coders,
and ``reconcile`` settles what they said into gold.
"""
