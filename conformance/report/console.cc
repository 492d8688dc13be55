// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/console.hpp"

#include "conformance/report/fold.hpp"
#include "conformance/report/outcome_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tsrpc::conformance {
namespace {

constexpr TraceLength verbose_trace = {20, 200, 1000};

/// The summary counts the others.
bool is_news(Verdict verdict) {
    return verdict != Verdict::pass && verdict != Verdict::skip && verdict != Verdict::unreachable;
}

/// "2.1 s"; of long runs whole seconds.
std::string seconds_text(double seconds) {
    constexpr double is_long = 100;
    return seconds < is_long ? fmt::format("{:.1f} s", seconds) : fmt::format("{:.0f} s", seconds);
}

} // namespace

std::string Console::text_of(const Outcome& outcome, const std::string& repeat_command) {
    const std::string id(outcome.requirement->id);
    if (!verbose_ && outcome.verdict == Verdict::known_fail) {
        return known_failure_text(outcome);
    }
    // What --known-failing says differs from test to test.
    if (!verbose_ && outcome.verdict != Verdict::pass && !outcome.unlisted) {
        const auto [shown, is_new] = shown_.try_emplace(fold_key(outcome), id);
        if (!is_new && shown->second != id) {
            return fmt::format("{:<11} {}  as in {}\n", name(outcome.verdict), id, shown->second);
        }
    }
    return outcome_text(outcome, repeat_command, verbose_ ? verbose_trace : TraceLength{});
}

std::string Console::take(const Outcome& outcome, const std::string& repeat_command) {
    tally_.add(outcome.verdict);
    summary_.add(outcome);
    const std::string_view its_area = area(*outcome.requirement);
    const auto known = std::ranges::find(areas_, its_area, &std::pair<std::string_view, Tally>::first);
    (known != areas_.end() ? *known : areas_.emplace_back(its_area, Tally())).second.add(outcome.verdict);
    if (!verbose_ && !is_news(outcome.verdict)) {
        return "";
    }
    const std::string_view word = name(outcome.verdict);
    return paint_(outcome.verdict, word) + text_of(outcome, repeat_command).substr(word.size());
}

void Console::add_not_run(size_t tests) {
    tally_.add(Verdict::not_run, tests);
    summary_.add_not_run(tests);
}

std::string Console::areas_text() const {
    constexpr int name_width = 13;
    constexpr int count_width = 4;
    std::string text;
    for (const auto& [area, tally] : areas_) {
        const int missing = count_width - static_cast<int>(fmt::formatted_size("{}", tally[Verdict::pass]));
        text += fmt::format("{:<{}}{}\n", area, name_width + std::max(missing, 0), tally.text(paint_));
    }
    return text;
}

std::string Console::conclusion(const std::string& target, bool interrupted) const {
    const size_t failed =
        tally_[Verdict::fail] + tally_[Verdict::crashed] + tally_[Verdict::hung] + tally_[Verdict::error];
    if (interrupted) {
        return target + ": interrupted";
    }
    if (tally_.conforms()) {
        return target + (tally_[Verdict::known_fail] > 0 ? " conforms except for what is known to fail" : " conforms");
    }
    if (tally_[Verdict::pass] + tally_[Verdict::known_fail] + failed > 0) {
        return target + " does not conform";
    }
    return target + (tally_[Verdict::warn] > 0 ? ": nothing passed" : ": nothing was checked");
}

std::string Console::summary(const std::string& target, double seconds, bool interrupted) const {
    const Verdict colour = interrupted || !tally_.conforms() ? Verdict::fail : Verdict::pass;
    return fmt::format("{}{}{}: {} in {}\n", areas_text(), summary_.text(verbose_),
                       paint_(colour, conclusion(target, interrupted)), tally_.text(paint_), seconds_text(seconds));
}

} // namespace tsrpc::conformance
