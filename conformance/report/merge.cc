// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/merge.hpp"

#include "conformance/report/report_json.hpp"
#include "conformance/requirements/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace tsrpc::conformance {
namespace {

/// Throws unless both parts say the same.
template <class T>
void check_same(const NamedReport& first, const NamedReport& part, const char* what, const T Report::*member) {
    if (part.report.*member != first.report.*member) {
        throw ReportError(fmt::format("{}: {} is {}, and {} in {}; expected parts of one run", part.name, what,
                                      part.report.*member, first.report.*member, first.name));
    }
}

void check_one_run(const NamedReport& first, const NamedReport& part) {
    check_same(first, part, "tool", &Report::tool);
    check_same(first, part, "role", &Report::role);
    check_same(first, part, "target", &Report::target);
    check_same(first, part, "seed", &Report::seed);
    check_same(first, part, "effort", &Report::effort);
    check_same(first, part, "strict", &Report::strict);
    check_same(first, part, "catalogue", &Report::catalogue);
    const auto total = [](const Report& report) { return report.shard ? report.shard->total : 0; };
    if (total(first.report) != total(part.report)) {
        throw ReportError(
            fmt::format("{} and {} are not of as many shards; expected parts of one run", first.name, part.name));
    }
}

/// No part may be there twice.
void check_disjoint(const std::vector<NamedReport>& parts) {
    std::map<std::string_view, const NamedReport*> of_tests;
    std::map<unsigned, const NamedReport*> of_shards;
    const auto claim = [](auto& owners, const auto& key, const NamedReport& part, const std::string& what) {
        const auto [owner, is_new] = owners.try_emplace(key, &part);
        if (!is_new && owner->second != &part) {
            throw ReportError(
                fmt::format("{} is in {} and in {}; expected it once", what, owner->second->name, part.name));
        }
    };
    for (const NamedReport& part : parts) {
        if (part.report.shard) {
            claim(of_shards, part.report.shard->index, part, fmt::format("shard {}", part.report.shard->index + 1));
        }
        for (const ReportedResult& result : part.report.results) {
            claim(of_tests, std::string_view(result.requirement.id), part, result.requirement.id);
        }
    }
}

/// Of what this catalogue does not have, the place behind all others.
size_t place(const ReportedResult& result) {
    const Requirement* const known = find_requirement(result.requirement.id);
    return known ? static_cast<size_t>(known - catalogue().data()) : catalogue().size();
}

std::vector<ReportedResult> in_order(std::vector<ReportedResult> results) {
    std::vector<std::pair<size_t, size_t>> order; // the place, then as it was
    for (size_t i = 0; i < results.size(); ++i) {
        order.emplace_back(place(results[i]), i);
    }
    std::ranges::sort(order);
    std::vector<ReportedResult> sorted;
    for (const auto& [of_test, index] : order) {
        sorted.push_back(std::move(results[index]));
    }
    return sorted;
}

} // namespace

std::string missing_shard_text(const std::vector<NamedReport>& parts) {
    const unsigned total = parts.front().report.shard ? parts.front().report.shard->total : 0;
    std::vector<unsigned> missing;
    for (unsigned number = 1; number <= total; ++number) {
        if (std::ranges::none_of(parts,
                                 [&](const NamedReport& part) { return part.report.shard->index + 1 == number; })) {
            missing.push_back(number);
        }
    }
    switch (missing.size()) {
    case 0: return "";
    case 1: return fmt::format("shard {} of {} is missing", missing[0], total);
    default: return fmt::format("{} of {} shards are missing, the first is {}", missing.size(), total, missing[0]);
    }
}

Report merge(const std::vector<NamedReport>& parts) {
    for (const NamedReport& part : parts) {
        check_one_run(parts.front(), part);
    }
    check_disjoint(parts);
    Report merged = parts.front().report;
    merged.shard.reset();
    merged.complete = missing_shard_text(parts).empty();
    merged.selected = 0;
    merged.seconds = 0;
    merged.results.clear();
    for (const auto& [name, report] : parts) {
        merged.began = std::min(merged.began, report.began);
        merged.complete = merged.complete && report.complete;
        merged.selected += report.selected;
        merged.seconds += report.seconds;
        merged.results.insert(merged.results.end(), report.results.begin(), report.results.end());
    }
    merged.results = in_order(std::move(merged.results));
    return merged;
}

} // namespace tsrpc::conformance
