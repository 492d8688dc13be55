// SPDX-License-Identifier: BSD-3-Clause
//
// A sequence of steps on the SP that is linked in, each exchange judged as in the endpoint suite. The process ends at
// the first broken requirement, a MUST or a SHOULD, and prints it with the trace that led to it.
//
// Input: steps of seven bytes: kind, sender, region, detail, change, and number, two bytes, little-endian.
//   kind 0x00 to 0x7f  a conformance::Step with these members
//   kind 0x80 to 0xff  any words: W3..W7 follow, little-endian. The sender's FF-A id is the number. If bit 0 of the
//                      sender is set, the words' handle, W4 and W5, is that of the place that the region picks instead.
// Bytes after the end of the input are 0. After the last step all memory is looked at.
//
// With TSRPC_FUZZ_PRINT in the environment every step is printed before it is done: the last one is that of a crash.
#include "conformance/engine/suite_run.hpp"
#include "conformance/engine/test.hpp"
#include "conformance/report/trace_text.hpp"
#include "conformance/requirements/catalogue.hpp"
#include "conformance/sp/sequence.hpp"
#include "conformance/sp/sp.hpp"
#include "conformance/targets/in_process.hpp"
#include "conformance/targets/plugin_loader.hpp"
#include "fuzz/input.hpp"
#include "tsrpc/plugin.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

using namespace tsrpc;
using namespace tsrpc::conformance;

namespace {

constexpr uint8_t words_kind = 0x80;

/// The SP under test. One serves all inputs: what it can have retrieved is measured once.
struct Target {
    SuiteRun run{[] { return link_in_process(checked(tsrpc_get_sp_plugin(), "linked with the fuzzer")); },
                 SuiteOptions{},
                 {},
                 {},
                 {}};
    Test test{*find_requirement("robustness.random_sequences"), run};
    Sp sp{test};
};

Target& target() {
    try {
        static Target only;
        return only;
    } catch (const std::exception& error) { // not a crash: no input has been tried yet
        fmt::print(stderr, "sp_fuzzer: {}\n", error.what());
        std::_Exit(EXIT_FAILURE);
    }
}

/// Ends the process with the trace, of which nothing is left out up to the first finding.
[[noreturn]] void die(const std::string& why, const Test& test, const Findings& findings) {
    const Trace& trace = test.trace();
    fmt::print(stderr, "{}\n{}", why, trace_text(trace, findings, {.first = trace.size(), .last = 0}));
    std::abort();
}

/// Ends the process if a MUST or a SHOULD was found broken.
void expect_nothing_found(const Test& test) {
    for (const Finding& finding : test.findings()) {
        const Requirement& requirement = *find_requirement(finding.requirement);
        if (requirement.level != Level::ambiguous) {
            die(fmt::format("broken requirement: {} ({}, {}): {}\n{}", requirement.id, name(requirement.level),
                            requirement.source, requirement.sentence, finding.detail),
                test, {finding});
        }
    }
}

bool is_printing() {
    static const bool wanted = std::getenv("TSRPC_FUZZ_PRINT") != nullptr;
    return wanted;
}

void perform_words(Sequence& sequence, const Step& step, const Registers& words) {
    const size_t place = step.sender % 2 != 0 ? step.region % Sequence::places : Sequence::places;
    if (is_printing()) {
        const std::string handle = place < Sequence::places ? fmt::format(" handle-of={}", place) : "";
        fmt::print(stderr, "words sender=0x{:04x}{} {:08x} {:08x} {:08x} {:08x} {:08x}\n", step.number, handle,
                   words[W3], words[W4], words[W5], words[W6], words[W7]);
    }
    sequence.perform(step.number, words, place);
}

void perform_next(Sequence& sequence, fuzz::Input& input) {
    // In this order: an initialiser list is evaluated from left to right.
    const Step step{input.take<uint8_t>(), input.take<uint8_t>(), input.take<uint8_t>(),
                    input.take<uint8_t>(), input.take<uint8_t>(), input.take<uint16_t>()};
    if (step.kind >= words_kind) {
        perform_words(sequence, step, input.take_registers());
        return;
    }
    if (is_printing()) {
        fmt::print(stderr, "{}\n", describe(step));
    }
    sequence.perform(step);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    Sp& sp = target().sp;
    const Test& test = sp.test();
    try {
        Sequence sequence(sp);
        for (fuzz::Input input(data, size); !input.empty();) {
            perform_next(sequence, input);
            sp.flush(); // the next step looks at what the SP has
            expect_nothing_found(test);
        }
        sp.look_at_all();
        sp.flush();
        expect_nothing_found(test);
        sp.begin(); // for the next input; here, so that what the SP leaves behind is seen as this one's
    } catch (const std::exception& error) {
        die(error.what(), test, {});
    }
    return 0;
}
