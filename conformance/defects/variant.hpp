// SPDX-License-Identifier: BSD-3-Clause
//
// Conforming SPs that are not the reference: what the suite must be silent on.
#ifndef TSRPC_CONFORMANCE_DEFECTS_VARIANT_HPP
#define TSRPC_CONFORMANCE_DEFECTS_VARIANT_HPP

#include "conformance/reference/service.hpp"
#include "tsrpc/plugin.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// An endpoint with services and slots of its own.
struct Variant {
    std::string_view name;
    std::vector<Service> services;
    size_t slots = 16;
    bool slots_for_each_caller = false;    ///< else for all together
    bool moves_interface_ids = false;      ///< to others at each boot
    uint64_t pages_of_region = UINT64_MAX; ///< at most
    uint64_t pages = UINT64_MAX;           ///< of all regions together, at most
    bool counts_retrieves = false;         ///< a second RETRIEVE_MEM succeeds, and takes a second RELINQ_MEM
    bool scrubs = false;                   ///< clears memory before it relinquishes it
    bool relinquishes_at_end = false;      ///< whatever is retrieved

    /// Answers a request in the endpoint's place; false: it does not.
    bool (*instead)(const Registers& request, Registers& response) = nullptr;

    /// Changes a response where the ABI leaves it open.
    void (*after)(const Registers& request, Registers& response) = nullptr;

    // What the suite may say of it but PASS: the ids of tests, and whole areas as "memory.*".
    std::set<std::string_view> skips{};
    std::set<std::string_view> warns{};
    std::set<std::string_view> fails{};
};

std::vector<Variant> all_variants();

/// The SP of that variant; it must outlive the plugin's use. One variant at a time in a process.
const tsrpc_sp_plugin& variant_sp_plugin(const Variant& variant);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_DEFECTS_VARIANT_HPP
