// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/requirement_text.hpp"

#include <fmt/format.h>

namespace tsrpc::conformance {

std::string id_and_level(const Requirement& requirement) {
    return fmt::format("{} ({})", requirement.id, name(requirement.level));
}

std::string requirement_text(const Requirement& requirement) {
    return fmt::format("{} ({}, {}): {}", requirement.id, name(requirement.level), requirement.source,
                       requirement.sentence);
}

std::string finding_text(const Finding& finding) {
    const Requirement* const requirement = find_requirement(finding.requirement);
    return fmt::format("{}: {}", requirement ? id_and_level(*requirement) : std::string(finding.requirement),
                       finding.detail);
}

} // namespace tsrpc::conformance
