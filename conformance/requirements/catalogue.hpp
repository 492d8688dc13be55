// SPDX-License-Identifier: BSD-3-Clause
//
// What the ABI asks of endpoints and callers: one row a requirement.
#ifndef TSRPC_CONFORMANCE_REQUIREMENTS_CATALOGUE_HPP
#define TSRPC_CONFORMANCE_REQUIREMENTS_CATALOGUE_HPP

#include <span>
#include <string_view>

namespace tsrpc::conformance {

enum class Level {
    must,      ///< the ABI documents say so, or nothing they define works without it
    should,    ///< the documents give no rule, the reference implementations agree
    ambiguous, ///< the documents can be read two ways, or leave it open: observed, never failed
};

/// Whose duty it is.
enum class Role { endpoint, caller };

struct Requirement {
    std::string_view id; ///< "area.name"; permanent: an id never changes its meaning. An endpoint's is its test's too
    Level level;
    Role role;
    std::string_view source; ///< "abi.md §3, §4": sections of docs/abi.md; "plugin.h": what attaches a caller
    std::string_view sentence;
};

/// All of them, by area, in the order of docs/requirements.md.
std::span<const Requirement> catalogue();

/// The requirement with that id, or null.
const Requirement* find_requirement(std::string_view id);

/// "version" of "version.answer".
constexpr std::string_view area(const Requirement& requirement) {
    return requirement.id.substr(0, requirement.id.find('.'));
}

/// "answer" of "version.answer".
constexpr std::string_view short_name(const Requirement& requirement) {
    return requirement.id.substr(requirement.id.find('.') + 1);
}

std::string_view name(Level level); ///< "MUST", "SHOULD" or "AMBIGUOUS"
std::string_view name(Role role);   ///< "endpoint" or "caller"

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REQUIREMENTS_CATALOGUE_HPP
