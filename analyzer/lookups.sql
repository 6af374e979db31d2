-- Which lookup of a name led to which flow, once all tables that rows come to are complete; any flow may follow any lookup.

-- A and AAAA of one name, asked together, are one lookup.
CREATE TEMP TABLE led AS
WITH lookups AS (
    SELECT
        one.client_ip,
        one.query AS name,
        unnest(any_value(one.answers)) AS address,
        min(other.ts_query) AS ts_asked,
        one.ts_response AS ts_known,
        max(other.ts_response) AS ts_all_known
    FROM dns_lookups one
    JOIN dns_lookups other
        ON one.client_ip = other.client_ip
        AND one.query = other.query
        AND abs(epoch_ns(one.ts_query) - epoch_ns(other.ts_query)) < 50_000_000
    WHERE one.ts_response IS NOT NULL
        AND len(one.answers) > 0
    GROUP BY one.client_ip, one.query, one.qtype, one.ts_query, one.ts_response
)
SELECT
    flow_id,
    name,
    ts_asked,
    epoch_ns(CASE WHEN ts_all_known <= ts_start THEN ts_all_known ELSE ts_known END) - epoch_ns(ts_asked) AS dns_ns
FROM (FROM flows WHERE proto = 'tcp' AND data_pkts_orig > 0 AND orig_ip IN (SELECT client_ip FROM lookups))
ASOF JOIN lookups
    ON orig_ip = client_ip
    AND resp_ip = address
    AND ts_start >= ts_known
WHERE ts_start <= ts_known + INTERVAL 5 SECOND
QUALIFY row_number() OVER (PARTITION BY client_ip, name, address, ts_known ORDER BY ts_start, flow_id) = 1;
