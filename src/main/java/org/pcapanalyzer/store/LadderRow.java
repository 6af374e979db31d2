package org.pcapanalyzer.store;

/**
 * A row of table {@code service_layers} or {@code host_layers}, whose comments say what the columns mean: a service or
 * host, and one layer of it.
 *
 * @param proto empty for a host
 */
public record LadderRow(
        int place, String ip, String proto, int port, String layer, String status, String why, long flows) {}
