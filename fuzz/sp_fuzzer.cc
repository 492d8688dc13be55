// SPDX-License-Identifier: BSD-3-Clause
//
// A sequence of steps on the SP that is linked in, each response held against the endpoint suite's model. The process
// ends at the first broken requirement, and prints it with the frames that led to it.
//
// Input: steps of five bytes: kind, sender, region, and number, two bytes, little-endian.
//   kind 0x00 to 0x7f  a conformance::Step with these members
//   kind 0x80 to 0xff  any words: W3..W7 follow, little-endian. The sender's FF-A id is the number; if bit 0 of the
//                      sender is set, the words' handle, W4 and W5, is that of the region instead.
// Bytes after the end of the input are 0.
//
// With TSRPC_FUZZ_PRINT in the environment every step is printed before it is done: the last one is that of a crash.
#include "conformance/report/frame_text.hpp"
#include "conformance/sp/model.hpp"
#include "conformance/sp/slots.hpp"
#include "conformance/targets/plugin_loader.hpp"
#include "fuzz/input.hpp"
#include "tsrpc/plugin.h"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

using namespace tsrpc;
using namespace tsrpc::conformance;

template <>
struct fmt::formatter<Step> : fmt::ostream_formatter {};

namespace {

constexpr uint8_t words_kind = 0x80;

const tsrpc_sp_plugin& linked_sp() { return checked(tsrpc_get_sp_plugin(), "linked with the fuzzer"); }

[[noreturn]] void die(const Run& run, const std::string& why) {
    fmt::print(stderr, "{}\n{}{}", why, run.transcript().frames(), run.transcript().explanation());
    std::abort();
}

/// Ends the process where the SP breaks a requirement, or the harness fails.
template <class Body>
auto watched(const Run& run, const Body& body) {
    try {
        return body();
    } catch (const Broken& broken) {
        const Requirement& requirement = *broken.requirement;
        die(run, fmt::format("broken requirement: {} ({}, {}): {}\n{}", requirement.id, name(requirement.level),
                             requirement.source, requirement.sentence, broken.what()));
    } catch (const std::exception& error) {
        die(run, error.what());
    }
}

Run start() {
    try {
        return {*find_requirement("robustness.random_sequences"), attach(linked_sp, {.in_process = true}), 0};
    } catch (const TargetUnreachable& error) {
        fmt::print(stderr, "sp_fuzzer: {}\n", error.what());
        std::_Exit(EXIT_FAILURE);
    }
}

bool is_printing() {
    static const bool wanted = std::getenv("TSRPC_FUZZ_PRINT") != nullptr;
    return wanted;
}

void perform_words(Run& run, Model& model, const Step& step, Registers words) {
    if (step.sender % 2 != 0) {
        const uint64_t handle = model.handle(step.region);
        words.words[W4] = static_cast<uint32_t>(handle);
        words.words[W5] = static_cast<uint32_t>(handle >> 32);
    }
    if (is_printing()) {
        fmt::print(stderr, "words sender=0x{:04x} {}\n", step.number, report::to_hex(words));
    }
    model.perform(run, step.number, words);
}

void perform_next(Run& run, Model& model, fuzz::Input& input) {
    // In this order: an initialiser list is evaluated from left to right.
    const Step step{input.take<uint8_t>(), input.take<uint8_t>(), input.take<uint8_t>(), input.take<uint16_t>()};
    if (step.kind >= words_kind) {
        perform_words(run, model, step, input.take_registers());
        return;
    }
    if (is_printing()) {
        fmt::print(stderr, "{}\n", step);
    }
    model.perform(run, step);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static Run run = start();
    static const size_t slots = watched(run, [] { return count_slots(run); });
    watched(run, [&] {
        run.reset();
        Model model(run, slots);
        for (fuzz::Input input(data, size); !input.empty();) {
            perform_next(run, model, input);
        }
    });
    return 0;
}
