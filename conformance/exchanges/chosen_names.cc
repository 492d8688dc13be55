// SPDX-License-Identifier: BSD-3-Clause
//
// The SPs that chosen_sp.cc can be, or with the operand "callers" the callers that chosen_caller.cc can be, a line
// each, with tabs between: "defect" and its name; or "variant", its name, and what it has of what scripts need: of an
// SP services, regions, pages and an unassigned interface id; of a caller sessions and memories.
#include "conformance/defects/caller_defect.hpp"
#include "conformance/defects/defect.hpp"
#include "conformance/defects/variant.hpp"
#include "conformance/sp/services.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// How many of the test service and its twin; of the twin alone no script makes use.
static size_t test_services(const Variant& variant) {
    const auto hosts = [&](const Uuid& uuid) {
        return std::ranges::count(variant.services, uuid, [](const Service& service) { return service.uuid; }) != 0;
    };
    return !hosts(test_service_uuid()) ? 0u : hosts(test_service_twin_uuid()) ? 2u : 1u;
}

static void print_callers() {
    for (const CallerDefect& defect : all_caller_defects()) {
        fmt::print("defect\t{}\n", defect.name);
    }
    for (const CallerDefect& variant : all_caller_variants()) {
        if (variant.name != "keeps freed memory for the session's next") { // scripts free it as abi.md §5 has it
            fmt::print("variant\t{}\t{}\t{}\n", variant.name, variant.name == "has one session at a time" ? 1 : 99,
                       variant.name == "has one memory at a time" ? 1 : 99);
        }
    }
}

int main(int argc, char** argv) {
    if (argc == 2 && std::string_view(argv[1]) == "callers") {
        print_callers();
        return 0;
    }
    for (const Defect& defect : all_defects()) {
        fmt::print("defect\t{}\n", defect.name);
    }
    for (const Variant& variant : all_variants()) {
        fmt::print(
            "variant\t{}\t{}\t{}\t{}\t{}\n", variant.name, test_services(variant), std::min<size_t>(variant.slots, 99),
            std::min<uint64_t>({variant.pages, variant.pages_of_region, 99}), variant.services.size() > 2 ? 0 : 1);
    }
}
