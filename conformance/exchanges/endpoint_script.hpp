// SPDX-License-Identifier: BSD-3-Clause
//
// A script of requests to an endpoint, each with what its SPMC does and what is expected, by the models of the endpoint
// suite.
#ifndef TSRPC_CONFORMANCE_EXCHANGES_ENDPOINT_SCRIPT_HPP
#define TSRPC_CONFORMANCE_EXCHANGES_ENDPOINT_SCRIPT_HPP

#include "conformance/exchanges/script.hpp"
#include "conformance/sp/expect.hpp"
#include "tsrpc/test_service.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// Whose interface id stands in a call's W3: the words have the number here, an endpoint may give any other.
enum class Hosted : uint8_t { test = 0, twin = 1, none = 0xfd };

class EndpointScript {
  public:
    EndpointScript(std::string id, std::string comment, std::vector<std::string> flags);

    // --- what the SPMC and the caller do before the next request

    void share(uint16_t owner, uint64_t handle, uint64_t pages = 1, uint64_t tag = 0);
    void reclaim(uint64_t handle);
    void write(uint64_t handle, std::vector<uint8_t> bytes); ///< to the start of the memory
    void refuse(int32_t error);                              ///< what the next request leads to; an FF-A error

    /// One request. False, and nothing has happened: the ABI leaves the answer open.
    bool try_request(uint16_t sender, const Registers& words);

    /// The same, if the answer is not open. Throws std::logic_error if it is.
    void request(uint16_t sender, const Registers& words);

    // --- requests

    void get_version(uint16_t sender = 1);
    void info(const Uuid& uuid, uint16_t sender = 1);
    void find_services(bool twin = false);
    void retrieve(uint16_t sender, uint64_t handle, uint64_t tag = 0);
    void relinquish(uint16_t sender, uint64_t handle);
    void call(uint16_t sender, Hosted service, uint16_t opcode, uint64_t handle, uint32_t length, uint32_t client = 0);
    void doorbell(uint16_t sender, Hosted service, uint16_t opcode, uint32_t client = 0);

    /// Shared, and retrieved.
    void hold(uint16_t owner, uint64_t handle, uint64_t pages = 1);

    /// Relinquished, and reclaimed.
    void release(uint16_t owner, uint64_t handle);

    const SpState& state() const { return state_; }
    size_t size() const { return steps_.size(); }

    Json json() const;

  private:
    std::optional<SpmcEvent> spmc_event(uint16_t sender, const Registers& words) const;
    void add_memory(Json& step, uint16_t sender, const Registers& words, const Registers& response);
    void note_needs(Message message, const Registers& words);

    std::string id_;
    std::string comment_;
    std::vector<std::string> flags_;
    Json steps_ = Json::array();
    SpState state_;
    std::optional<Write> written_; ///< before the next request
    int32_t refusal_ = 0;
    std::map<uint64_t, bool> given_;       ///< handles that were retrieved since they were shared
    std::map<uint64_t, Hosted> described_; ///< handles whose byte 12 is an interface id, and of which service
    size_t regions_ = 0;                   ///< that must be held at a time
    uint64_t pages_ = 0;
    bool twin_ = false;
    bool calls_nobody_ = false;
};

/// A control word of a management call.
constexpr uint32_t management(uint32_t opcode) { return TSRPC_CONTROL_INTERFACE_ID_MASK | opcode; }

/// All endpoint scripts.
ScriptFile endpoint_scripts();

// The parts of it.
void add_management_scripts(std::vector<Json>& scripts);
void add_memory_scripts(std::vector<Json>& scripts);
void add_call_scripts(std::vector<Json>& scripts);
void add_isolation_scripts(std::vector<Json>& scripts);
void add_random_scripts(std::vector<Json>& scripts);

/// Scripts as lines of text.
std::string endpoint_text(const ScriptFile& file);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_EXCHANGES_ENDPOINT_SCRIPT_HPP
