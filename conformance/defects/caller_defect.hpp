// SPDX-License-Identifier: BSD-3-Clause
//
// Defects planted around the reference caller: what the caller suite must catch. For tests alone.
#ifndef TSRPC_CONFORMANCE_DEFECTS_CALLER_DEFECT_HPP
#define TSRPC_CONFORMANCE_DEFECTS_CALLER_DEFECT_HPP

#include "tsrpc/codec.hpp"
#include "tsrpc/plugin.h"

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

struct CallerDefect;

/// A caller with a defect: the reference caller between functions that change what it asks and what it returns.
class DefectiveCaller {
  public:
    DefectiveCaller(const CallerDefect& planted, const tsrpc_ffa& ffa);
    DefectiveCaller(const DefectiveCaller&) = delete;
    DefectiveCaller& operator=(const DefectiveCaller&) = delete;

    /// Whether the reference caller could be created.
    bool is_usable() const { return reference_ != nullptr; }

    // The driver as it is.
    int32_t send(uint16_t endpoint, const Registers& request, Registers& response);
    int32_t share(uint16_t endpoint, void* base, uint64_t size, uint64_t* handle);
    int32_t reclaim(uint64_t handle);

    // The reference caller as it is.
    int32_t open(uint16_t endpoint, const uint8_t service[16], uint32_t* session);
    int32_t close(uint32_t session);
    int32_t alloc(uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size);
    int32_t free(uint32_t memory);
    int32_t invoke(uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
                   uint32_t* response_length);
    void destroy();

    const CallerDefect& planted() const { return planted_; }

    // What defects remember.
    uint64_t last_handle = 0;
    uint16_t last_endpoint = 0;
    uint32_t last_length = 0;
    uint32_t last_session = 0;
    uint32_t last_memory = 0;
    uint32_t last_word = 0;
    void* last_base = nullptr;
    uint64_t last_size = 0;
    unsigned count = 0;
    bool tripped = false;
    std::map<uint64_t, uint16_t> handles; ///< those shared, with their endpoint

  private:
    const CallerDefect& planted_;
    const tsrpc_ffa& ffa_;
    tsrpc_ffa inner_ffa_;
    void* reference_;
};

/// One defect. Functions that it leaves out change nothing.
struct CallerDefect {
    std::string_view name;
    std::string_view test; ///< the requirement whose test catches it

    // Between the reference caller and the driver.
    void (*protocol)(uint8_t uuid[16]) = nullptr; ///< that endpoints are looked for by
    void (*request)(DefectiveCaller& c, uint16_t& endpoint, Registers& words) = nullptr;
    void (*response)(DefectiveCaller& c, const Registers& request, Registers& words, int32_t& result) = nullptr;
    int32_t (*share)(DefectiveCaller& c, uint16_t endpoint, void* base, uint64_t size, uint64_t* handle) = nullptr;
    int32_t (*reclaim)(DefectiveCaller& c, uint64_t handle) = nullptr;

    // Between the user and the reference caller.
    int32_t (*open)(DefectiveCaller& c, uint16_t endpoint, const uint8_t service[16], uint32_t* session) = nullptr;
    int32_t (*close)(DefectiveCaller& c, uint32_t session) = nullptr;
    int32_t (*alloc)(DefectiveCaller& c, uint32_t session, uint64_t size, uint32_t* memory, void** base,
                     uint64_t* actual_size) = nullptr;
    int32_t (*free)(DefectiveCaller& c, uint32_t memory) = nullptr;
    int32_t (*invoke)(DefectiveCaller& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length,
                      uint32_t* status, uint32_t* response_length) = nullptr;
    void (*destroy)(DefectiveCaller& c) = nullptr;
};

/// All defects.
const std::vector<CallerDefect>& all_caller_defects();

// Those of each file.
std::span<const CallerDefect> caller_frame_defects();
std::span<const CallerDefect> caller_order_defects();
std::span<const CallerDefect> caller_memory_defects();
std::span<const CallerDefect> caller_result_defects();

/// The same for what is custom: changes after which a caller conforms as before. They have no test.
const std::vector<CallerDefect>& all_caller_variants();

/// The caller with that defect, which must outlive the plugin's use. One defect at a time in a process.
const tsrpc_caller_plugin& defective_caller_plugin(const CallerDefect& defect);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_DEFECTS_CALLER_DEFECT_HPP
