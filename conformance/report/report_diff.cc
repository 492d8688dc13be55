// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/report_diff.hpp"

#include "conformance/report/fold.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <string_view>

namespace tsrpc::conformance {
namespace {

enum class Change { worse, better, changed, same };
constexpr std::array<std::string_view, 4> words = {"worse", "better", "changed", "the same"};

/// 0: passes. 1: says nothing against the target, nor for it. 2: fails.
int badness(Verdict verdict) { return verdict == Verdict::pass ? 0 : is_failure(verdict) ? 2 : 1; }

using Tests = std::map<std::string_view, const ReportedResult*>;

/// The worst result of each test.
Tests tests_of(const Report& report) {
    Tests tests;
    for (const ReportedResult& result : report.results) {
        const auto [known, is_new] = tests.try_emplace(result.requirement.id, &result);
        if (!is_new && badness(result.verdict) > badness(known->second->verdict)) {
            known->second = &result;
        }
    }
    return tests;
}

std::string with_why(const ReportedResult& result) {
    const std::string& why = result.verdict == Verdict::known_fail ? result.known_failing : result.why;
    return fmt::format("{}{}{}", name(result.verdict), why.empty() ? "" : ": ", why);
}

std::string_view blamed(const ReportedResult& result) {
    return result.findings.empty() ? "" : std::string_view(result.findings.front().requirement.id);
}

Change compare(const ReportedResult& before, const ReportedResult& after) {
    const int change = badness(after.verdict) - badness(before.verdict);
    if (change != 0) {
        return change > 0 ? Change::worse : Change::better;
    }
    const bool is_same = before.verdict == after.verdict && blamed(before) == blamed(after) &&
                         without_numbers(before.why) == without_numbers(after.why);
    return is_same ? Change::same : Change::changed;
}

/// Collects lines and counts.
class Changes {
  public:
    void add(Change change, std::string_view id, const std::string& what) {
        ++counts_[static_cast<size_t>(change)];
        if (change != Change::same) {
            text_ += fmt::format("{:<8} {}: {}\n", words[static_cast<size_t>(change)], id, what);
        }
    }

    template <class T>
    void add_setting(std::string_view what, const T& before, const T& after) {
        if (before != after) {
            text_ += fmt::format("{}: {}, then {}\n", what, before, after);
        }
    }

    void add_line(const std::string& line) { text_ += line.empty() ? "" : line + '\n'; }

    ReportDiff take() {
        std::string counts;
        for (size_t i = 0; i < words.size(); ++i) {
            counts += fmt::format("{}{} {}", i == 0 ? "" : ", ", counts_[i], words[i]);
        }
        return {text_ + counts + '\n', counts_[static_cast<size_t>(Change::worse)] > 0};
    }

  private:
    std::string text_;
    std::array<size_t, words.size()> counts_ = {};
};

void add_settings(Changes& changes, const Report& before, const Report& after) {
    changes.add_setting("tool", before.tool, after.tool);
    changes.add_setting("role", before.role, after.role);
    changes.add_setting("target", before.target, after.target);
    changes.add_setting("seed", before.seed, after.seed);
    changes.add_setting("effort", before.effort, after.effort);
    changes.add_setting("strict", before.strict, after.strict);
    changes.add_setting("catalogue", before.catalogue, after.catalogue);
    changes.add_line(before.complete ? "" : "before: " + incomplete_text(before));
    changes.add_line(after.complete ? "" : "after: " + incomplete_text(after));
}

} // namespace

ReportDiff diff(const Report& before, const Report& after) {
    Changes changes;
    add_settings(changes, before, after);
    const Tests old_tests = tests_of(before);
    const Tests new_tests = tests_of(after);
    for (const auto& [id, result] : old_tests) {
        const auto found = new_tests.find(id);
        if (found == new_tests.end()) {
            changes.add(result->verdict == Verdict::pass ? Change::worse : Change::changed, id,
                        with_why(*result) + ", then no result");
        } else {
            changes.add(compare(*result, *found->second), id,
                        fmt::format("{}, then {}", name(result->verdict), with_why(*found->second)));
        }
    }
    for (const auto& [id, result] : new_tests) {
        if (!old_tests.contains(id)) {
            changes.add(is_failure(result->verdict) ? Change::worse : Change::changed, id,
                        "no result, then " + with_why(*result));
        }
    }
    return changes.take();
}

} // namespace tsrpc::conformance
