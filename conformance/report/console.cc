// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/console.hpp"

#include "conformance/report/fold.hpp"
#include "conformance/report/outcome_text.hpp"

#include <fmt/format.h>

namespace tsrpc::conformance {
namespace {

constexpr TraceLength verbose_trace = {20, 200};

std::string conclusion(const Tally& tally) {
    if (tally.conforms()) {
        return " conforms";
    }
    const bool failed =
        tally[Verdict::pass] > 0 ||
        tally[Verdict::fail] + tally[Verdict::crashed] + tally[Verdict::hung] + tally[Verdict::error] > 0;
    if (failed) {
        return " does not conform";
    }
    return tally[Verdict::warn] > 0 ? ": nothing passed" : ": nothing was checked";
}

} // namespace

std::string Console::take(const Outcome& outcome, const std::string& repeat_command) {
    tally_.add(outcome.verdict);
    summary_.add(outcome);
    const std::string id(outcome.requirement->id);
    if (!verbose_ && outcome.verdict != Verdict::pass) {
        const auto [shown, is_new] = shown_.try_emplace(fold_key(outcome), id);
        if (!is_new && shown->second != id) {
            return fmt::format("{:<11} {}  as in {}\n", name(outcome.verdict), id, shown->second);
        }
    }
    return outcome_text(outcome, repeat_command, verbose_ ? verbose_trace : TraceLength{});
}

void Console::add_not_run(size_t tests) {
    tally_.add(Verdict::not_run, tests);
    summary_.add_not_run(tests);
}

std::string Console::summary(const std::string& target) const {
    return fmt::format("{}{}{}: {}\n", summary_.text(verbose_), target, conclusion(tally_), tally_.text());
}

} // namespace tsrpc::conformance
