-- Does a measured value do what a parameter demands? The parameter itself says how to compare. Unknown stays unknown.
CREATE OR REPLACE MACRO fulfils(measured, comparator, threshold) AS CASE comparator
  WHEN 'at least' THEN measured >= threshold
  WHEN 'exactly' THEN measured = threshold
  WHEN 'at most' THEN measured <= threshold
  WHEN 'more than' THEN measured > threshold
  WHEN 'less than' THEN measured < threshold
END;

-- Does somebody hold a disability certificate? The federation's list decides; a certificate it does not know is a contradiction, not a no.
CREATE OR REPLACE MACRO holds_card(in_roster, in_list) AS CASE
  WHEN in_list THEN TRUE
  WHEN in_roster THEN CASE WHEN in_list IS NULL THEN TRUE END
  WHEN NOT in_list OR NOT in_roster THEN FALSE
END;

-- Has somebody not got a benefit? Paid, or named in the roster: got. No payments to compare with, or perhaps paid through another: cannot tell.
CREATE OR REPLACE MACRO is_missing(is_paid, is_named, is_compared, may_be_elsewhere) AS CASE
  WHEN is_paid OR is_named THEN FALSE
  WHEN is_compared AND NOT may_be_elsewhere THEN TRUE
END;
