"""Which lists a township and the county get each month; each module has `write` for a township, `write_county` for the county."""

from lowincome.reports import case_ledger, four_checks, monitoring_ledger, overdue_list, three_lists, warning_list

TOWNSHIP = (warning_list, four_checks, monitoring_ledger, case_ledger, overdue_list)
COUNTY = (four_checks, monitoring_ledger, case_ledger, overdue_list, three_lists)
