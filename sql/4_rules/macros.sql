-- Does a measured value do what a parameter demands? The parameter itself says how to compare. Unknown stays unknown.
CREATE OR REPLACE MACRO fulfils(measured, comparator, threshold) AS CASE comparator
  WHEN 'at least' THEN measured >= threshold
  WHEN 'exactly' THEN measured = threshold
  WHEN 'at most' THEN measured <= threshold
  WHEN 'more than' THEN measured > threshold
  WHEN 'less than' THEN measured < threshold
END;
