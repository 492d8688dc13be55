// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REPORT_REQUIREMENT_TEXT_HPP
#define TSRPC_CONFORMANCE_REPORT_REQUIREMENT_TEXT_HPP

#include "conformance/engine/finding.hpp"
#include "conformance/requirements/catalogue.hpp"

#include <string>

namespace tsrpc::conformance {

/// "memory.retrieve_tag (MUST)"
std::string id_and_level(const Requirement& requirement);

/// "memory.retrieve_tag (MUST, abi.md §3): RETRIEVE_MEM hands the SPMC ..."
std::string requirement_text(const Requirement& requirement);

/// "memory.retrieve_tag (MUST): the SPMC saw tag 0x0 ..."
std::string finding_text(const Finding& finding);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_REQUIREMENT_TEXT_HPP
