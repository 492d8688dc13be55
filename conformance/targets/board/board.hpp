// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_BOARD_BOARD_HPP
#define TSRPC_CONFORMANCE_TARGETS_BOARD_BOARD_HPP

#include "conformance/protocol/command.hpp"
#include "conformance/protocol/link.hpp"
#include "conformance/protocol/reply.hpp"
#include "conformance/targets/sp_host.hpp"
#include "tsrpc/plugin.h"

#include <cstdint>
#include <map>
#include <set>

namespace tsrpc::conformance {

/// How an SP is reached on a board. In each way there is one sender id, the SPMC chooses handles, shows nothing and
/// refuses nothing, and the SP cannot be reset: it lives as long as the board.
enum class BoardKind : uint8_t {
    firmware, ///< beside the SPMC: any words can be sent
    driver,   ///< as a user of an operating system's driver: services alone, in memory that the driver retrieves
};

/// A simulated board with the SP of a plugin: the target's side.
class Board {
  public:
    Board(const tsrpc_sp_plugin& plugin, BoardKind kind) : host_(plugin), kind_(kind) {}

    /// What it cannot do is answered with Cannot. Throws as SpHost does.
    Reply perform(const Command& command);

  private:
    struct Performer;

    Greeting greet(const Hello& hello);

    SpHost host_;
    BoardKind kind_;
    bool is_booted_ = false;
    bool is_greeted_ = false;

    // What a driver knows.
    std::set<uint8_t> interfaces_;        ///< of its sessions
    std::map<uint64_t, uint64_t> memory_; ///< sizes in bytes, by handle
};

/// A link to a board in this process. Copies of it lead to the same board, so that it serves as a StartTarget's too.
Link board_in_process(const tsrpc_sp_plugin& plugin, BoardKind kind);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_BOARD_BOARD_HPP
