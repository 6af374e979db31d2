package org.pcapanalyzer.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Wireshark display filters (version 4 and later) that show a finding and its surroundings, kept short. */
final class DisplayFilter {
    /** Above this many flows the filter names hosts instead. */
    static final int MAX_FLOWS = 8;

    private static final int MAX_TERMS = 3;
    private static final int MAX_HOSTS = 8;
    private static final Pattern SERVICE = Pattern.compile("(tcp|udp|sctp)/(\\d{1,5})");

    /** The 5-tuple of a flow; protocol as in the table flows. */
    record Tuple(String protocol, String origIp, int origPort, String respIp, int respPort) {

        private String clientAndService() {
            return String.join(" ", protocol, origIp, respIp, Integer.toString(respPort));
        }
    }

    private DisplayFilter() {}

    /** @param tuples those of all flows of the finding if they are at most {@link #MAX_FLOWS}, else none */
    static String of(List<Tuple> tuples, Scope scope, boolean hasFlows, List<Evidence> evidence) {
        String hosts = hosts(scope);
        Collection<List<Tuple>> connections = connections(tuples);
        boolean isShort = connections.size() <= MAX_TERMS || hosts.isEmpty();
        if (!tuples.isEmpty() && isShort) {
            return connections.stream().map(DisplayFilter::flows).collect(Collectors.joining(" || "));
        }
        if (hasFlows && !hosts.isEmpty()) {
            return hosts;
        }
        String frames = frames(evidence);
        return Stream.of(hosts, frames).filter(part -> !part.isEmpty()).collect(Collectors.joining(" || "));
    }

    /** Flows of one client to one service, which make one term. */
    private static Collection<List<Tuple>> connections(List<Tuple> tuples) {
        Map<String, List<Tuple>> connections = new LinkedHashMap<>();
        for (Tuple tuple : tuples) {
            connections
                    .computeIfAbsent(tuple.clientAndService(), key -> new ArrayList<>())
                    .add(tuple);
        }
        return connections.values();
    }

    private static String flows(List<Tuple> connection) {
        Tuple tuple = connection.get(0);
        List<String> terms = new ArrayList<>();
        terms.add(address(tuple.origIp()) + " == " + tuple.origIp());
        terms.add(address(tuple.respIp()) + " == " + tuple.respIp());
        switch (tuple.protocol()) {
            case "tcp", "udp", "sctp" -> {
                String port = tuple.protocol() + ".port";
                terms.add(equal(port, connection.stream().map(Tuple::origPort).toList()));
                terms.add(port + " == " + tuple.respPort());
            }
            case "icmp", "icmpv6" -> terms.add(tuple.protocol());
            default -> {
                // Other protocols have no ports; the two addresses say it.
            }
        }
        return "(" + String.join(" && ", terms) + ")";
    }

    private static String hosts(Scope scope) {
        Optional<String> port = port(scope.service());
        List<String> terms = Stream.of(among(scope.clients()), among(scope.servers()), port)
                .flatMap(Optional::stream)
                .toList();
        return terms.size() > 1 ? "(" + String.join(" && ", terms) + ")" : String.join("", terms);
    }

    private static Optional<String> port(String service) {
        Matcher matcher = SERVICE.matcher(service);
        return matcher.matches() ? Optional.of(matcher.group(1) + ".port == " + matcher.group(2)) : Optional.empty();
    }

    private static Optional<String> among(List<String> addresses) {
        if (addresses.isEmpty() || addresses.size() > MAX_HOSTS) {
            return Optional.empty();
        }
        List<String> terms = Stream.of("ip.addr", "ipv6.addr")
                .map(field -> equal(
                        field,
                        addresses.stream().filter(a -> address(a).equals(field)).toList()))
                .filter(term -> !term.isEmpty())
                .toList();
        return Optional.of(terms.size() > 1 ? "(" + String.join(" || ", terms) + ")" : terms.get(0));
    }

    private static String frames(List<Evidence> evidence) {
        List<Long> frames =
                evidence.stream().map(Evidence::frame).distinct().sorted().toList();
        return equal("frame.number", frames);
    }

    private static String equal(String field, List<?> values) {
        if (values.isEmpty()) {
            return "";
        }
        return values.size() == 1
                ? field + " == " + values.get(0)
                : field + " in {" + values.stream().map(String::valueOf).collect(Collectors.joining(", ")) + "}";
    }

    private static String address(String ip) {
        return ip.indexOf(':') >= 0 ? "ipv6.addr" : "ip.addr";
    }
}
