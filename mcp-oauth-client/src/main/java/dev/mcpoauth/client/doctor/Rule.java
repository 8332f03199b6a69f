package dev.mcpoauth.client.doctor;

import dev.mcpoauth.core.diagnostics.Reason;
import java.util.List;

/**
 * One thing that the doctor looks at. The ids are stable; {@code docs/doctor.md} lists all rules.
 *
 * @param id the stable id, such as {@code doctor.resource.match}
 * @param checks what is looked at, in a few words
 * @param section the section that rules, such as {@code RFC 9728 §3.3}
 * @param remedy what to do where the rule does not hold
 * @param reasons the reasons of {@code docs/reasons.md} with which our client fails on the same; none if it goes on
 */
public record Rule(String id, String checks, String section, String remedy, List<Reason> reasons) {

    public Rule {
        reasons = List.copyOf(reasons);
    }

    static Rule of(String id, String checks, String section, String remedy, Reason... reasons) {
        return new Rule("doctor." + id, checks, section, remedy, List.of(reasons));
    }
}
