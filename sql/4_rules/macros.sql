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

-- The same where the roster itself speaks of a disability: a stated one without the certificate is a contradiction, not a no.
CREATE OR REPLACE MACRO proves_disability(in_roster, in_list, level, health) AS CASE
  WHEN holds_card(in_roster, in_list) THEN TRUE
  WHEN NOT holds_card(in_roster, in_list) AND level IS NULL AND health <> '残疾' THEN FALSE
END;

-- Is somebody seriously ill? An illness of the local list or the health office's own list says so; one that is stated and on neither leaves it open.
CREATE OR REPLACE MACRO is_seriously_ill(catalogued, in_list, disease, health) AS CASE
  WHEN catalogued IS NOT NULL OR in_list THEN TRUE
  WHEN disease IS NOT NULL OR health = '大病' THEN NULL
  WHEN health IS NOT NULL THEN FALSE
END;

-- Has somebody not got a benefit? Paid, or named in the roster: got. No payments to compare with, or perhaps paid through another: cannot tell.
CREATE OR REPLACE MACRO is_missing(is_paid, is_named, is_compared, may_be_elsewhere) AS CASE
  WHEN is_paid OR is_named THEN FALSE
  WHEN is_compared AND NOT may_be_elsewhere THEN TRUE
END;
