// SPDX-License-Identifier: BSD-3-Clause
//
// Defects planted around the reference SP: what the suite must catch. For tests alone, never in what ships.
#ifndef TSRPC_CONFORMANCE_DEFECTS_DEFECT_HPP
#define TSRPC_CONFORMANCE_DEFECTS_DEFECT_HPP

#include "conformance/defects/handle_words.hpp"
#include "tsrpc/codec.hpp"
#include "tsrpc/plugin.h"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

struct Defect;

/// An SP with a defect: the reference SP behind functions that change what goes in and out.
class DefectiveSp {
  public:
    /// Memory that is retrieved.
    struct Region {
        uint16_t owner;
        uint8_t* base;
        uint64_t size;
    };

    DefectiveSp(const Defect& planted, const tsrpc_spmc& spmc);
    DefectiveSp(const DefectiveSp&) = delete;
    DefectiveSp& operator=(const DefectiveSp&) = delete;
    ~DefectiveSp();

    void direct_request(uint16_t sender_id, const uint32_t* request_words, uint32_t* response_words);

    /// The SPMC as it is, for defects that stand between it and the SP.
    int32_t retrieve(uint16_t sender_id, uint64_t handle, uint64_t tag, void** base, uint64_t* size);
    int32_t relinquish(uint64_t handle);

    // What defects look at.
    bool is(Message message) const { return classify(request) == message; }
    uint8_t interface_id() const { return static_cast<uint8_t>(request[W3] >> TSRPC_CONTROL_INTERFACE_ID_SHIFT); }
    uint16_t opcode() const { return static_cast<uint16_t>(request[W3]); }
    uint64_t handle() const { return handle_of(request); } ///< of messages that have one
    bool is_doorbell() const { return is(Message::service_call) && handle() == TSRPC_INVALID_MEMORY_HANDLE; }
    const Region* region() const; ///< that the request's handle names, or null

    uint16_t sender = 0;    ///< of the request at hand
    Registers request = {}; ///< the request at hand, as it came
    bool refused = false;   ///< the SPMC refused something during it
    std::map<uint64_t, Region> regions;

    // What defects remember.
    uint64_t last_handle = 0;
    std::set<uint64_t> handles;
    std::map<uint64_t, uint8_t> interfaces;
    std::map<uint64_t, uint8_t> slots;
    unsigned count = 0;
    bool tripped = false;

  private:
    const Defect& planted_;
    const tsrpc_spmc& spmc_;
    tsrpc_spmc inner_spmc_;
    void* reference_;
};

/// What shows a defect, beyond what its test needs. Not every way of attaching an SP has it.
enum class Needs : uint8_t { nothing, second_sender, spmc_events, chosen_handles, client_id, tag };

/// One defect. Functions that it leaves out change nothing.
struct Defect {
    std::string_view name;
    std::string_view test; ///< the requirement whose test catches it
    Needs needs = Needs::nothing;

    void (*before)(DefectiveSp& sp, uint16_t& sender, Registers& request) = nullptr;
    void (*after)(DefectiveSp& sp, Registers& response) = nullptr;
    int32_t (*retrieve)(DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base,
                        uint64_t* size) = nullptr;
    int32_t (*relinquish)(DefectiveSp& sp, uint64_t handle) = nullptr;
    void (*end)(DefectiveSp& sp) = nullptr; ///< before the reference SP ends, which relinquishes nothing
};

/// All defects.
std::vector<Defect> all_defects();

// Those of each file.
std::span<const Defect> management_defects();
std::span<const Defect> memory_defects();
std::span<const Defect> call_defects();
std::span<const Defect> call_refusal_defects();
std::span<const Defect> lasting_defects();

/// The SP with that defect; it must outlive the plugin's use. One defect at a time in a process.
const tsrpc_sp_plugin& defective_sp_plugin(const Defect& defect);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_DEFECTS_DEFECT_HPP
