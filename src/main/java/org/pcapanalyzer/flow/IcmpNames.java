package org.pcapanalyzer.flow;

/** Names of ICMP messages by type and code (IANA registries of ICMP and ICMPv6 parameters). */
final class IcmpNames {
    private static final int ICMP = 1;
    private static final String[] UNREACHABLE_V4 = {
        "net_unreachable",
        "host_unreachable",
        "protocol_unreachable",
        "port_unreachable",
        "fragmentation_needed",
        "source_route_failed",
        "net_unknown",
        "host_unknown",
        "source_host_isolated",
        "net_prohibited",
        "host_prohibited",
        "net_unreachable_for_tos",
        "host_unreachable_for_tos",
        "admin_prohibited",
        "host_precedence_violation",
        "precedence_cutoff"
    };
    private static final String[] UNREACHABLE_V6 = {
        "no_route",
        "admin_prohibited",
        "beyond_scope",
        "address_unreachable",
        "port_unreachable",
        "source_address_policy",
        "reject_route",
        "source_routing_error"
    };
    private static final String[] REDIRECT = {
        "redirect_net", "redirect_host", "redirect_net_for_tos", "redirect_host_for_tos"
    };
    private static final String[] TIME_EXCEEDED = {"ttl_exceeded", "reassembly_time_exceeded"};
    private static final String[] PARAMETER_PROBLEM_V4 = {"parameter_problem", "missing_option", "bad_length"};
    private static final String[] PARAMETER_PROBLEM_V6 = {"bad_header_field", "unknown_next_header", "unknown_option"};

    private IcmpNames() {}

    static String of(int ipProto, int type, int code) {
        return ipProto == ICMP ? ofV4(type, code) : ofV6(type, code);
    }

    private static String ofV4(int type, int code) {
        return switch (type) {
            case 0 -> "echo_reply";
            case 3 -> pick(UNREACHABLE_V4, code, "unreachable");
            case 4 -> "source_quench";
            case 5 -> pick(REDIRECT, code, "redirect");
            case 8 -> "echo_request";
            case 9 -> "router_advertisement";
            case 10 -> "router_solicitation";
            case 11 -> pick(TIME_EXCEEDED, code, "time_exceeded");
            case 12 -> pick(PARAMETER_PROBLEM_V4, code, "parameter_problem");
            case 13 -> "timestamp_request";
            case 14 -> "timestamp_reply";
            case 15 -> "information_request";
            case 16 -> "information_reply";
            case 17 -> "address_mask_request";
            case 18 -> "address_mask_reply";
            default -> "other";
        };
    }

    private static String ofV6(int type, int code) {
        return switch (type) {
            case 1 -> pick(UNREACHABLE_V6, code, "unreachable");
            case 2 -> "packet_too_big";
            case 3 -> pick(TIME_EXCEEDED, code, "time_exceeded");
            case 4 -> pick(PARAMETER_PROBLEM_V6, code, "parameter_problem");
            case 128 -> "echo_request";
            case 129 -> "echo_reply";
            case 130 -> "multicast_listener_query";
            case 131 -> "multicast_listener_report";
            case 132 -> "multicast_listener_done";
            case 133 -> "router_solicitation";
            case 134 -> "router_advertisement";
            case 135 -> "neighbor_solicitation";
            case 136 -> "neighbor_advertisement";
            case 137 -> "redirect";
            case 143 -> "multicast_listener_report_v2";
            default -> "other";
        };
    }

    private static String pick(String[] names, int code, String otherwise) {
        return code < names.length ? names[code] : otherwise;
    }
}
