-- Fills table requests from the other tables and from led (lookups.sql), for the flows from $first to $last.

INSERT INTO requests
WITH connections AS (
    SELECT
        flow_id,
        orig_ip,
        resp_ip,
        resp_port,
        ts_start,
        CASE WHEN handshake_ok AND syn_count > 0 THEN epoch_ns(ts_established) - epoch_ns(ts_start) END AS connect_ns,
        -- Where a SYN was sent again, what data took instead.
        CASE WHEN syn_count > 0 THEN coalesce(syn_rtt_ns, rtt_min_orig_ns, 0) ELSE 0 END AS server_rtt_ns,
        server_rtt_ns + CASE WHEN syn_count > 0 THEN coalesce(ack_rtt_ns, rtt_min_resp_ns, 0) ELSE 0 END AS rtt_ns,
        syn_count
    FROM flows
    WHERE proto = 'tcp'
        AND data_pkts_orig > 0
        AND flow_id BETWEEN $first AND $last
),
secured AS (
    SELECT
        *,
        CASE WHEN version = 'TLS 1.3' OR resumed THEN 1 ELSE 2 END + CASE WHEN hello_retry THEN 1 ELSE 0 END AS tls_trips
    FROM tls
    WHERE transport = 'tcp'
        AND flow_id BETWEEN $first AND $last
    QUALIFY row_number() OVER (PARTITION BY flow_id ORDER BY ts) = 1
),
asked AS (
    SELECT
        flow_id,
        txn,
        'http' AS kind,
        host,
        concat_ws(' ', method, uri) AS what,
        status,
        ts_request,
        coalesce(ts_request_end, ts_request) AS ts_sent,
        ts_response,
        coalesce(ts_response_end, ts_response) AS ts_answered,
        frame_request,
        frame_response,
        txn = min(txn) OVER (PARTITION BY flow_id) AS is_first
    FROM http
    WHERE ts_request IS NOT NULL
        AND flow_id BETWEEN $first AND $last
    UNION ALL
    -- The first request within TLS may stand in one turn with the end of the handshake.
    SELECT
        secured.flow_id,
        1,
        'tls',
        sni,
        NULL,
        NULL,
        secured.ts_request,
        secured.ts_request,
        secured.ts_response,
        greatest(secured.ts_response, CASE WHEN secured.ts_response IS NOT NULL THEN turns.ts_response_end END),
        request_frame,
        response_frame,
        true
    FROM secured
    -- An ASOF join sorts all of what it joins.
    ASOF LEFT JOIN (FROM turns SEMI JOIN secured USING (flow_id)) AS turns
        ON secured.flow_id = turns.flow_id
        AND secured.ts_request >= turns.ts_request
    WHERE secured.ts_request IS NOT NULL
    UNION ALL
    -- Smaller records than a request's are alerts and the housekeeping of HTTP/2.
    SELECT
        flow_id,
        1 + row_number() OVER (PARTITION BY flow_id ORDER BY turn) AS txn,
        'tls',
        sni,
        NULL,
        NULL,
        turns.ts_request,
        turns.ts_request_end,
        turns.ts_response,
        turns.ts_response_end,
        turns.frame_request,
        turns.frame_response,
        secured.ts_request IS NULL AND txn = 2
    FROM turns
    JOIN secured USING (flow_id)
    WHERE turns.ts_request > secured.ts_response
        AND turns.flow_id BETWEEN $first AND $last
        AND turns.req_bytes >= 40
    UNION ALL
    SELECT
        flow_id,
        turn,
        'tcp',
        NULL,
        NULL,
        NULL,
        ts_request,
        ts_request_end,
        ts_response,
        ts_response_end,
        frame_request,
        frame_response,
        turn = 1
    FROM turns
    ANTI JOIN http USING (flow_id)
    ANTI JOIN tls USING (flow_id)
    WHERE flow_id BETWEEN $first AND $last
),
timed AS (
    SELECT
        asked.*,
        orig_ip,
        resp_ip,
        resp_port,
        coalesce(asked.host, led.name) AS named,
        CASE WHEN is_first THEN coalesce(ts_asked, CASE WHEN connect_ns IS NOT NULL THEN ts_start END, ts_client_hello, asked.ts_request)
            ELSE asked.ts_request END AS ts_begun,
        coalesce(ts_answered, ts_sent) AS ts_over,
        CASE WHEN is_first THEN led.dns_ns END AS dns_ns,
        CASE WHEN is_first THEN connect_ns END AS connect_ns,
        CASE WHEN is_first THEN hs_duration_ns END AS tls_ns,
        epoch_ns(ts_sent) - epoch_ns(asked.ts_request) AS send_ns,
        greatest(0, epoch_ns(asked.ts_response) - epoch_ns(ts_sent)) AS wait_ns,
        greatest(0, epoch_ns(ts_answered) - epoch_ns(asked.ts_response)) AS transfer_ns,
        CASE WHEN is_first AND syn_count > 1 THEN greatest(0, connect_ns - rtt_ns) ELSE 0 END AS syn_stall_ns,
        rtt_ns,
        server_rtt_ns,
        tls_trips
    FROM asked
    JOIN connections USING (flow_id)
    LEFT JOIN secured USING (flow_id)
    LEFT JOIN led USING (flow_id)
),
stalled AS (
    SELECT
        flow_id,
        list({'from_ns': epoch_ns(ts), 'until_ns': epoch_ns(ts) + ns, 'is_window': cause = 'closed_window'}) AS pauses
    FROM stalls
    WHERE flow_id BETWEEN $first AND $last
    GROUP BY flow_id
),
-- A join of all stalls with all requests would have to keep these.
paused AS (
    SELECT
        timed.*,
        [{
            'is_window': pause.is_window,
            'ns': greatest(0, least(pause.until_ns, epoch_ns(ts_over)) - greatest(pause.from_ns, epoch_ns(ts_request))),
            'wait_ns': greatest(0, least(pause.until_ns, epoch_ns(coalesce(ts_response, ts_over))) - greatest(pause.from_ns, epoch_ns(ts_sent)))
        } FOR pause IN pauses] AS shares
    FROM timed
    LEFT JOIN stalled USING (flow_id)
),
split AS (
    SELECT
        *,
        [dns_ns, connect_ns, tls_ns, send_ns, wait_ns, transfer_ns] AS parts,
        syn_stall_ns + coalesce(list_sum([share.ns FOR share IN shares IF NOT share.is_window]), 0) AS stall_ns,
        coalesce(list_sum([share.ns FOR share IN shares IF share.is_window]), 0) AS window_ns,
        coalesce(list_sum([share.wait_ns FOR share IN shares]), 0) AS stalled_wait_ns,
        least(coalesce(connect_ns, 0), rtt_ns) AS connect_path_ns,
        least(coalesce(tls_ns, 0), coalesce(tls_trips, 0) * rtt_ns) AS tls_path_ns,
        least(coalesce(wait_ns, 0), server_rtt_ns) AS wait_path_ns
    FROM paused
),
owned AS (
    SELECT
        *,
        connect_path_ns + tls_path_ns + wait_path_ns AS path_ns,
        stall_ns + greatest(0, send_ns + coalesce(transfer_ns, 0) - greatest(0, stall_ns + window_ns - stalled_wait_ns - syn_stall_ns)) AS transport_ns,
        coalesce(tls_ns, 0) - tls_path_ns AS own_tls_ns,
        coalesce(dns_ns, 0) + greatest(0, coalesce(wait_ns, 0) - wait_path_ns - stalled_wait_ns) + window_ns AS application_ns
    FROM split
)
SELECT
    flow_id,
    txn,
    kind,
    orig_ip,
    resp_ip,
    resp_port,
    named,
    what,
    status,
    ts_begun,
    ts_over,
    dns_ns,
    connect_ns,
    tls_ns,
    send_ns,
    wait_ns,
    transfer_ns,
    list_sum(parts),
    stall_ns,
    window_ns,
    path_ns,
    ['dns', 'connect', 'tls', 'send', 'wait', 'transfer'][list_position(parts, list_max(parts))]::part_t,
    CASE greatest(path_ns, transport_ns, own_tls_ns, application_ns)
        WHEN application_ns THEN 'application'
        WHEN path_ns THEN 'network'
        WHEN transport_ns THEN 'transport'
        ELSE 'tls'
    END::layer_t,
    frame_request,
    frame_response
FROM owned;
