// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/tally.hpp"

#include <fmt/format.h>

#include <numeric>

namespace tsrpc::conformance {

size_t Tally::total() const { return std::accumulate(counts_.begin(), counts_.end(), size_t{0}); }

bool Tally::conforms() const {
    for (size_t i = 0; i < verdict_count; ++i) {
        if (counts_[i] > 0 && is_failure(static_cast<Verdict>(i))) {
            return false;
        }
    }
    return (*this)[Verdict::pass] + (*this)[Verdict::known_fail] > 0;
}

std::string Tally::text(const Paint& paint) const {
    std::string text;
    for (size_t i = 0; i < verdict_count; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        if (counts_[i] > 0 || verdict == Verdict::pass) {
            const std::string count = fmt::format("{} {}", counts_[i], name(verdict));
            text += (text.empty() ? "" : ", ") + (counts_[i] > 0 ? paint(verdict, count) : count);
        }
    }
    return text;
}

} // namespace tsrpc::conformance
