package org.pcapanalyzer.rule;

import java.util.List;

/**
 * Whom a finding concerns.
 *
 * @param clients addresses that opened the flows, text, sorted
 * @param servers addresses that were asked, text, sorted
 * @param service protocol and port such as {@code tcp/443}; empty if the finding is not about one service
 */
public record Scope(List<String> clients, List<String> servers, String service) {}
