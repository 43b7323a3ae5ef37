-- Small readers of what clerks type. Each answers NULL where it cannot tell; none guesses.

-- full-width letters and digits become plain ones; line breaks, control and invisible characters and runs of blanks become one blank; nothing becomes NULL
-- (translate makes its table anew for every text: only for those that need it, or it takes nine tenths of all cleaning)
CREATE OR REPLACE MACRO clean_text(x) AS nullif(trim(regexp_replace(CASE
  WHEN NOT regexp_matches(x, '[０-９Ａ-Ｚａ-ｚ．－／，]') THEN x
  ELSE translate(
      x,
      '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ．－／，',
      '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.-/,'
    )
END, '[\s\x{00A0}\x{3000}\x00-\x1F\x7F\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}\x{FEFF}]+', ' ', 'g')), '');

CREATE OR REPLACE MACRO compact_text(x) AS nullif(replace(clean_text(x), ' ', ''), '');

-- one cell of a row that is kept as JSON
CREATE OR REPLACE MACRO cell(cells, name) AS (cells ->> name);

-- an identity number as it should have been typed: no blanks, X in upper case
CREATE OR REPLACE MACRO to_id_number(x) AS upper(compact_text(x));

-- the last character that ISO 7064 mod 11-2 gives the first seventeen digits
CREATE OR REPLACE MACRO id_check_character(x) AS substr('10X98765432', 1 + CAST(list_dot_product(
  CAST(string_split(substr(x, 1, 17), '') AS DOUBLE[]),
  [7.0, 9.0, 10.0, 5.0, 8.0, 4.0, 2.0, 1.0, 6.0, 3.0, 7.0, 9.0, 10.0, 5.0, 8.0, 4.0, 2.0]
) AS INTEGER) % 11, 1);

-- ISO 7064 mod 11-2 and a real birth date; NULL for no number
CREATE OR REPLACE MACRO is_id_number(x) AS CASE
  WHEN x IS NULL THEN NULL
  WHEN NOT regexp_full_match(x, '\d{17}[\dX]') THEN FALSE
  WHEN try_strptime(substr(x, 7, 8), '%Y%m%d') IS NULL THEN FALSE
  ELSE id_check_character(x) = substr(x, 18, 1)
END;

-- 马小花 → 马; a name of several words, 买买提·艾力, by its first
CREATE OR REPLACE MACRO family_name(x) AS CASE WHEN regexp_matches(x, '[· ]') THEN regexp_extract(x, '^[^· ]+') ELSE left(x, 1) END;

CREATE OR REPLACE MACRO given_name(x) AS ltrim(substr(x, 1 + length(family_name(x))), '· ');

-- for a number that is_id_number accepts
CREATE OR REPLACE MACRO id_birth_date(x) AS CAST(try_strptime(substr(x, 7, 8), '%Y%m%d') AS DATE);

CREATE OR REPLACE MACRO id_is_male(x) AS CAST(substr(x, 17, 1) AS INTEGER) % 2 = 1;

-- somebody's own number in the warehouse: by the identity number where it is sound, else by household, name and relation
CREATE OR REPLACE MACRO person_number(household_id, name, relation, id_number, is_valid) AS CASE
  WHEN is_valid THEN 'P' || substr(sha256(id_number), 1, 16)
  ELSE 'N' || substr(sha256(concat_ws('|', household_id, name, relation, id_number)), 1, 16)
END;

-- still living in the household at the end of the month; no status means nothing changed
CREATE OR REPLACE MACRO is_living_there(status) AS coalesce(status NOT IN ('死亡', '迁出', '婚出'), TRUE);

-- a number of the old kind, 15 digits, as the 18 it has been since 1999; seventeen digits that lack nothing but their X get it back;
-- 无, 不详, 6.40499E+17 or a row of zeros is no number at all; anything else as it is
CREATE OR REPLACE MACRO upgrade_id_number(x) AS CASE
  WHEN NOT regexp_matches(x, '\d{9}') OR len(list_distinct(string_split(x, ''))) < 3 THEN NULL
  WHEN regexp_full_match(x, '\d{15}') THEN substr(x, 1, 6) || '19' || substr(x, 7) || id_check_character(substr(x, 1, 6) || '19' || substr(x, 7))
  WHEN regexp_full_match(x, '\d{17}') AND id_check_character(x) = 'X' THEN x || 'X'
  ELSE x
END;

-- two numbers that are not the same: how far apart. Two sound numbers are two people until somebody looks
CREATE OR REPLACE MACRO id_likeness(a, b) AS CASE
  WHEN a IS NULL OR b IS NULL THEN NULL
  WHEN is_id_number(a) AND is_id_number(b) THEN CASE WHEN substr(a, 7, 8) = substr(b, 7, 8) THEN '都有效而不同,出生日期相同' ELSE '都有效而不同' END
  WHEN damerau_levenshtein(a, b) <= 1 THEN '差一处'
  WHEN damerau_levenshtein(a, b) = 2 THEN '差两处'
  WHEN substr(a, 7, 8) = substr(b, 7, 8) THEN '出生日期相同'
  WHEN right(a, 4) = right(b, 4) THEN '后四位相同'
  WHEN damerau_levenshtein(substr(a, 7, 8), substr(b, 7, 8)) = 1 THEN '出生日期差一处'
  ELSE '不同'
END;

-- two names, character by character
CREATE OR REPLACE MACRO name_likeness(a, b) AS CASE
  WHEN a IS NULL OR b IS NULL THEN NULL
  WHEN a = b THEN '相同'
  WHEN length(a) > 2 AND substr(a, 2) = substr(b, 2) THEN '名同姓不同'
  WHEN greatest(length(a), length(b)) > 2 AND length(a) = length(b)
    AND len(list_filter(list_zip(string_split(a, ''), string_split(b, '')), lambda pair : pair[1] <> pair[2])) = 1 THEN '差一字'
  WHEN length(a) = length(b) + 1 AND list_contains(list_transform(range(1, length(a) + 1), lambda i : substr(a, 1, i - 1) || substr(a, i + 1)), b)
    OR length(b) = length(a) + 1 AND list_contains(list_transform(range(1, length(b) + 1), lambda i : substr(b, 1, i - 1) || substr(b, i + 1)), a)
    THEN '差一字'
  WHEN len(list_intersect(string_split(a, ''), string_split(b, ''))) > 0 THEN '有同字'
  ELSE '不同'
END;

-- two places: township first, then village
CREATE OR REPLACE MACRO place_likeness(a_township, a_village, b_township, b_village) AS CASE
  WHEN a_township IS NOT NULL AND b_township IS NOT NULL AND NOT starts_with(b_township, a_township) THEN '乡镇不同'
  WHEN a_village = b_village THEN '同村'
  WHEN a_township IS NULL OR b_township IS NULL THEN NULL
  WHEN a_village IS NULL OR b_village IS NULL THEN '同乡镇,村不知'
  ELSE '同乡镇,村不同'
END;

CREATE OR REPLACE MACRO to_amount(x) AS TRY_CAST(regexp_replace(compact_text(x), '^[¥￥]|元$|,', '', 'g') AS DECIMAL(12, 2));

CREATE OR REPLACE MACRO to_whole(x) AS CASE
  WHEN regexp_full_match(compact_text(x), '-?\d{1,9}(\.0+)?') THEN CAST(TRY_CAST(compact_text(x) AS DOUBLE) AS INTEGER)
END;

-- 2021-06-03, 2021/6/3, 2021.6.3, 2021年6月3日 (with a time of day or without), 20210603 or an Excel serial number of this century
CREATE OR REPLACE MACRO to_day(x) AS CASE
  WHEN regexp_full_match(compact_text(x), '\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(\d{2}:\d{2}:\d{2})?')
    THEN CAST(try_strptime(regexp_replace(regexp_replace(compact_text(x), '(日|\d{2}:\d{2}:\d{2})', '', 'g'), '[/.年月]', '-', 'g'), '%Y-%m-%d') AS DATE)
  WHEN regexp_full_match(compact_text(x), '(19|20)\d{6}') THEN CAST(try_strptime(compact_text(x), '%Y%m%d') AS DATE)
  WHEN regexp_full_match(compact_text(x), '(3[6-9]|[4-6]\d)\d{3}(\.0+)?') THEN DATE '1899-12-30' + CAST(TRY_CAST(compact_text(x) AS DOUBLE) AS INTEGER)
END;

-- 2021-06, 2021/6, 2021.6, 2021年6月, 202106 or any day: the first of that month
CREATE OR REPLACE MACRO to_month(x) AS CAST(CASE
  WHEN regexp_full_match(compact_text(x), '(19|20)\d{2}(0[1-9]|1[0-2])') THEN try_strptime(compact_text(x) || '01', '%Y%m%d')
  WHEN regexp_full_match(compact_text(x), '\d{4}[-/.年]\d{1,2}月?')
    THEN try_strptime(regexp_replace(replace(compact_text(x), '月', ''), '[/.年]', '-', 'g') || '-1', '%Y-%m-%d')
  ELSE date_trunc('month', to_day(x))
END AS DATE);

-- 未核 and anything else stay unknown
CREATE OR REPLACE MACRO to_yes(x) AS CASE
  WHEN compact_text(x) IN ('是', '有') THEN TRUE
  WHEN compact_text(x) IN ('否', '无') THEN FALSE
END;

-- the word if it is one of those allowed
CREATE OR REPLACE MACRO to_code(x, allowed) AS CASE WHEN list_contains(allowed, compact_text(x)) THEN compact_text(x) END;

-- completed years of life on a day: on the birthday the new age holds
CREATE OR REPLACE MACRO full_years(birth_date, on_day) AS date_sub('year', birth_date, on_day);

-- 6000.0000 → 6000, 0.6200 → 0.62
CREATE OR REPLACE MACRO plain_number(x) AS regexp_replace(regexp_replace(CAST(CAST(x AS DECIMAL(16, 2)) AS VARCHAR), '(\.\d*?)0+$', '\1'), '\.$', '');

-- a name that can't be turned back without the county's own key; nothing stays nothing
CREATE OR REPLACE MACRO pseudonym(key, x) AS CASE WHEN x IS NOT NULL THEN substr(sha256(key || x || key), 1, 16) END;

-- a measured value as it is said: 6000元/人·年, 49%, 否, C级
CREATE OR REPLACE MACRO spoken_value(x, unit, label) AS CASE unit
  WHEN 'yes_no' THEN CASE WHEN x = 1 THEN '是' WHEN x = 0 THEN '否' END
  WHEN 'share' THEN plain_number(100 * x) || '%'
  WHEN 'housing_grade' THEN chr(64 + CAST(x AS INTEGER)) || '级'
  ELSE plain_number(x) || coalesce(label, '')
END;

-- how far two entries agree, as one says it
CREATE OR REPLACE MACRO level_zh(x) AS CASE x
  WHEN 'same' THEN '相同'
  WHEN 'given_same' THEN '名同姓不同'
  WHEN 'near' THEN '相近'
  WHEN 'differs' THEN '不同'
  ELSE '不知'
END;

-- the same disagreement has the same number in every month: whom it is about and over what, never what either side says
CREATE OR REPLACE MACRO disagreement_number(feed, kind, field, household_id, about) AS
'FQ-' || upper(substr(sha256(concat_ws('|', feed, kind, field, household_id, about)), 1, 10));

-- a case opened in a month for a household and a family of problems: the same number whoever works it out, and when
CREATE OR REPLACE MACRO case_number(month, household_id, family) AS
'YJ' || strftime(month, '%Y%m') || '-' || upper(substr(sha256(concat_ws('|', household_id, family, strftime(month, '%Y%m'))), 1, 10));

-- is she in a department's list: yes, no, or not known, because nothing was compared or a row may be about her
CREATE OR REPLACE MACRO is_listed(is_compared, is_found, is_doubtful) AS CASE
  WHEN is_compared AND is_found THEN TRUE
  WHEN is_compared AND NOT coalesce(is_doubtful, FALSE) THEN FALSE
END;

-- a case somebody still works on: neither closed nor gone on in another
CREATE OR REPLACE MACRO is_open_case(state) AS state NOT IN ('已销号', '已并案');

-- a polynomial at x, highest power first
CREATE OR REPLACE MACRO horner(coefficients, x) AS list_dot_product(
  CAST(coefficients AS DOUBLE[]), list_transform(range(len(coefficients) - 1, -1, -1), lambda power : CAST(x AS DOUBLE) ** power)
);

-- how many standard deviations hold that share of a normal distribution on both sides: 0.95 → 1.96. After M. Giles, Approximating the erfinv function
CREATE OR REPLACE MACRO normal_bound(level) AS sqrt(2) * level * CASE
  WHEN -ln((1 - level) * (1 + level)) < 5
    THEN horner(
        [2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087, -0.00125372503, -0.00417768164, 0.246640727, 1.50140941],
        -ln((1 - level) * (1 + level)) - 2.5
      )
  ELSE horner(
      [-0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047, 1.00167406, 2.83297682],
      sqrt(-ln((1 - level) * (1 + level))) - 3
    )
END;

-- half the width of Wilson's interval for k of n, and its middle, both for z standard deviations
CREATE OR REPLACE MACRO wilson_half(k, n, z) AS z * sqrt(k * (n - k) / n + z * z / 4) / (n + z * z);

CREATE OR REPLACE MACRO wilson_middle(k, n, z) AS (k + z * z / 2) / (n + z * z);

-- Wilson's interval for k of n at a confidence level such as 0.95; of none at all, or without a level between 0 and 1, nothing is known
CREATE OR REPLACE MACRO wilson_low(k, n, level) AS CASE
  WHEN n > 0 AND level > 0 AND level < 1 THEN greatest(0, wilson_middle(k, n, normal_bound(level)) - wilson_half(k, n, normal_bound(level)))
END;

CREATE OR REPLACE MACRO wilson_high(k, n, level) AS CASE
  WHEN n > 0 AND level > 0 AND level < 1 THEN least(1, wilson_middle(k, n, normal_bound(level)) + wilson_half(k, n, normal_bound(level)))
END;

-- a count that would show who it is; where no minimum is set, every count but zero does
CREATE OR REPLACE MACRO is_small(n, minimum) AS n > 0 AND coalesce(n < minimum, TRUE);

-- the first month of a month's half-year
CREATE OR REPLACE MACRO half_year(month) AS CAST(
  date_trunc('year', month) + CASE WHEN quarter(month) > 2 THEN INTERVAL 6 MONTH ELSE INTERVAL 0 MONTH END AS DATE
);
