package org.pcapanalyzer.report;

import java.util.List;
import java.util.Map;

/** Addresses as readers know them: with the name that the capture itself gives, where it gives one. */
final class HostLabels {
    static final HostLabels NONE = new HostLabels(Map.of());

    private final Map<String, String> names;

    /** @param names by address, fit to be looked at */
    HostLabels(Map<String, String> names) {
        this.names = names;
    }

    /** {@code 192.0.2.1}, {@code 192.0.2.1 (web-1)}. */
    String label(String address) {
        String name = names.get(address);
        return name == null ? address : address + " (" + name + ")";
    }

    List<String> labels(List<String> addresses) {
        return addresses.stream().map(this::label).toList();
    }

    /** {@code 192.0.2.1:443}, {@code [2001:db8::1]:443 (web-1)}. */
    String label(ReportModel.Endpoint endpoint) {
        String ip = endpoint.ip().indexOf(':') >= 0 ? "[" + endpoint.ip() + "]" : endpoint.ip();
        String name = names.get(endpoint.ip());
        return ip + ":" + endpoint.port() + (name == null ? "" : " (" + name + ")");
    }
}
