// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/test_list.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tsrpc::cli {
namespace {

using conformance::Requirement;

std::string line(const Requirement& requirement) {
    return fmt::format("{:<40} {:<9} {}\n", requirement.id, name(requirement.level), requirement.sentence);
}

std::string object(const Requirement& requirement) {
    const nlohmann::ordered_json object = {
        {"id", requirement.id},           {"level", name(requirement.level)}, {"section", requirement.source},
        {"role", name(requirement.role)}, {"text", requirement.sentence},
    };
    return object.dump();
}

} // namespace

std::string list_text(const std::vector<conformance::Selected>& tests, Format format) {
    std::string text;
    for (const conformance::Selected& selected : tests) {
        const Requirement& requirement = *selected.test.requirement;
        text += format == Format::text ? line(requirement) : (text.empty() ? "" : ",\n") + object(requirement);
    }
    return format == Format::text ? text : "[" + text + "]\n";
}

} // namespace tsrpc::cli
