// SPDX-License-Identifier: BSD-3-Clause
//
// A script of what a caller's user does, with what the caller asks of its FF-A driver, what it gets, and what is
// expected, by the models of the caller suite.
#ifndef TSRPC_CONFORMANCE_EXCHANGES_CALLER_SCRIPT_HPP
#define TSRPC_CONFORMANCE_EXCHANGES_CALLER_SCRIPT_HPP

#include "conformance/caller/world.hpp"
#include "conformance/exchanges/script.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tsrpc::conformance {

/// Sessions and memories have numbers here, for which a caller has ids of its own.
class CallerScript {
  public:
    CallerScript(std::string id, std::string comment, std::vector<std::string> flags);

    World world = usual_world();

    /// What the next operation's requests with that message get, or its shares, or its reclaims, instead of the truth.
    void answer(Message message, Granted granted);
    void refuse_share(int32_t error) { share_error_ = error; }
    void refuse_reclaim(int32_t error) { reclaim_error_ = error; }

    /// A service call's response of that status and length, whatever the memory's size.
    void serve(uint32_t service_status, uint32_t response_length);

    // --- what the user does

    void create();
    void open(uint32_t session, uint16_t endpoint, const Uuid& service);
    void close(uint32_t session);
    void alloc(uint32_t memory, uint32_t session, uint64_t size);
    void free(uint32_t memory);

    /// The request is so many bytes that count up from `first`. Memory 0: none.
    void invoke(uint32_t session, uint16_t opcode, uint32_t memory = 0, uint32_t length = 0, uint8_t first = 0x10);
    void destroy();

    // --- what came of it

    const CallerState& state() const { return state_; }
    bool is_open(uint32_t session) const { return state_.find_session(session) != nullptr; }
    bool is_allocated(uint32_t memory) const { return state_.find_memory(memory) != nullptr; }
    size_t size() const { return steps_.size(); }

    Json json() const;

  private:
    Granted ask(const Ask& ask, std::string_view occurs);
    Granted send(uint16_t endpoint, const Registers& request, std::string_view occurs);
    void ask_ids();
    void ask_version(uint16_t endpoint, std::string_view occurs);
    bool relinquish(uint64_t handle, std::string_view occurs);
    void begin(const Command& command, Json operation);
    void end(const Result& success, Json results = {});

    std::string id_;
    std::string comment_;
    std::vector<std::string> flags_;
    Json steps_ = Json::array();
    CallerState state_;

    // Of the operation at hand.
    Said said_;
    CallerState during_; ///< after the asks so far
    Json step_;
    bool honest_ = true; ///< nobody has lied

    std::map<Message, Granted> answers_;
    std::optional<std::pair<uint32_t, uint32_t>> served_;
    int32_t share_error_ = 0;
    int32_t reclaim_error_ = 0;
    std::map<uint32_t, uint64_t> handles_; ///< of memories
    uint64_t next_base_ = 0x10000;
    size_t most_sessions_ = 0; ///< that are open at a time
    size_t most_memories_ = 0; ///< that are shared at a time
};

/// All caller scripts.
ScriptFile caller_scripts();

// The parts of it.
void add_session_scripts(std::vector<Json>& scripts);
void add_sharing_scripts(std::vector<Json>& scripts);
void add_result_scripts(std::vector<Json>& scripts);
void add_random_caller_scripts(std::vector<Json>& scripts);

/// Scripts as lines of text.
std::string caller_text(const ScriptFile& file);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_EXCHANGES_CALLER_SCRIPT_HPP
