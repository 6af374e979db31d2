package org.pcapanalyzer.protocol.http;

import java.util.Optional;
import org.pcapanalyzer.flow.Flow;

/**
 * A request with its response: a row of {@code http}. At least one of the two was seen.
 *
 * @param number of the request in its connection, from 1
 */
public record HttpExchange(Flow flow, int number, Optional<HttpMessage> request, Optional<HttpMessage> response) {}
