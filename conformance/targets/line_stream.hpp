// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_LINE_STREAM_HPP
#define TSRPC_CONFORMANCE_TARGETS_LINE_STREAM_HPP

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tsrpc::conformance {

/// Lines of text over a stream socket, which it owns.
class LineStream {
  public:
    using Clock = std::chrono::steady_clock;
    using Deadline = std::optional<Clock::time_point>; ///< nothing: wait for as long as it takes

    /// Why a function gave up.
    enum class Trouble { none, closed, late, too_long };

    /// Bytes of the longest line that is read, its newline left out: 128 pages of memory and the words around them.
    static constexpr size_t longest_line = size_t{1} << 20;

    explicit LineStream(int fd) : fd_(fd) {}
    LineStream(const LineStream&) = delete;
    LineStream& operator=(const LineStream&) = delete;
    ~LineStream();

    /// The next line without its newline; nothing where there is trouble. What has arrived is read after `deadline`
    /// too.
    std::optional<std::string> read_line(Deadline deadline);

    /// False where there is trouble: the other side is gone, or has not read for too long.
    bool write(std::string_view text, Deadline deadline);

    /// Of the last read or write that failed.
    Trouble trouble() const { return trouble_; }

  private:
    bool wait_for(short event, Deadline deadline);
    bool fill(Deadline deadline);
    bool fail(Trouble trouble);

    int fd_;
    std::string buffer_;
    Trouble trouble_ = Trouble::none;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_LINE_STREAM_HPP
