// SPDX-License-Identifier: BSD-3-Clause
//
// What the caller suite's tests are written with: the user of a caller, between whom and the world the caller stands.
// Every exchange goes to the judge, so a test says only what it does, and `require`s what no judge can know.
#ifndef TSRPC_CONFORMANCE_CALLER_USER_HPP
#define TSRPC_CONFORMANCE_CALLER_USER_HPP

#include "conformance/caller/world.hpp"
#include "conformance/engine/test.hpp"
#include "tsrpc/test_service.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

inline constexpr Uuid test_uuid = {TSRPC_TEST_SERVICE_UUID_BYTES};
inline constexpr Uuid twin_uuid = {TSRPC_TEST_SERVICE_TWIN_UUID_BYTES};

class User {
  public:
    explicit User(Test& test);
    User(const User&) = delete;
    User& operator=(const User&) = delete;

    Test& test() { return test_; }
    const CallerState& state() const { return state_; }

    /// What the caller meets. A change holds from the next command on.
    World world = usual_world();

    // --- the caller's functions; what they return is nothing where they fail

    /// Ends the caller and creates another, which may fail.
    bool create();

    /// What follows is done with that caller of two, 0 or 1: its sessions and memories are its own, and so is the world
    /// if the test sees to it. False: it is not there, and could not be created.
    bool select(uint32_t caller);
    void end(); ///< this caller; the other lives on
    std::optional<uint32_t> open(uint16_t endpoint, const Uuid& service);
    bool close(uint32_t session);
    std::optional<Allocated> alloc(uint32_t session, uint64_t size);
    bool free(uint32_t memory);
    std::optional<Invoked> invoke(uint32_t session, uint16_t opcode, uint32_t memory = 0, uint32_t length = 0);

    void store(uint32_t memory, std::span<const uint8_t> bytes);
    std::vector<uint8_t> load(uint32_t memory, uint64_t length);

    // --- the same where there is no reason to fail: else the test is skipped, or fails if it is about that

    uint32_t session(const Uuid& service = test_uuid, uint16_t endpoint = 0x8001);
    Allocated memory(uint32_t session, uint64_t size = TSRPC_PAGE_SIZE);

    /// Memory that was used in a call: a caller that shares late has shared it.
    Allocated shared(uint32_t session, uint64_t size = TSRPC_PAGE_SIZE);

    /// The same, or nothing where the caller has no more.
    std::optional<Allocated> try_shared(uint32_t session, uint64_t size = TSRPC_PAGE_SIZE);

    /// A call must succeed.
    Invoked call(uint32_t session, uint16_t opcode, uint32_t memory = 0, uint32_t length = 0);

    // --- what the endpoint saw

    /// The bytes of the last service call with memory.
    const std::vector<uint8_t>& request() const { return request_; }

    // --- the test

    void own(std::initializer_list<std::string_view> requirements) { test_.own(requirements); }

    void require(bool ok, const std::string& detail) { test_.require(ok, detail); }

    /// Ends the caller in an orderly way.
    void leave();

    /// Starts anew, with no caller, and a trace that says no more than that; also where the target was lost.
    void begin();

  private:
    const Result& say(const Command& command);
    Granted grant(CallerState& state, const Ask& ask);
    void scribble(const CallerState& state);
    void serve(const CallerState& state, const Send& ask, const Registers& response);

    Test& test_;
    CallerState state_;
    CallerState other_; ///< of the caller that is not selected
    std::vector<uint8_t> request_;
    bool greeted_ = true; ///< there may be a caller to be ended
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_CALLER_USER_HPP
