// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_BACKLOG_HPP
#define TSRPC_CONFORMANCE_TARGETS_BACKLOG_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tsrpc::conformance {

/// The last bytes that a child said, in memory that it shares with its parent: they outlive it, sent or not. So it can
/// send many replies at once, and none is lost with it.
class Backlog {
  public:
    /// Bytes that it holds.
    static constexpr size_t capacity = size_t{1} << 16;

    /// Throws std::system_error. To be made before fork().
    Backlog();
    Backlog(const Backlog&) = delete;
    Backlog& operator=(const Backlog&) = delete;
    ~Backlog();

    /// The child has said `said` bytes by now, of which `unsent` are the last. What is over `capacity` is only counted.
    void keep(uint64_t said, std::string_view unsent);

    /// The child says one more line, in a signal handler; nothing more is kept or sent after it.
    void append(std::string_view line);

    /// Bytes that were ever said.
    uint64_t said() const { return shared_->said; }

    /// What was said after the first `count` bytes; nothing where it is too much.
    std::string after(uint64_t count) const;

  private:
    struct Shared {
        std::atomic<uint64_t> said;
        char bytes[capacity]; ///< byte N of all at N % capacity
    };

    Shared* shared_;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_BACKLOG_HPP
