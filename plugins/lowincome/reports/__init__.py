"""What leaves the pipeline for people: receipts, warning lists, ledgers, the county brief, the model card.

Every function takes what it needs as arguments, writes whole files (a reader never meets half of one) and returns
their paths. Two runs over the same data write the same bytes.
"""
