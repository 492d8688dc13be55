// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_LINE_STREAM_HPP
#define TSRPC_CONFORMANCE_TARGETS_LINE_STREAM_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tsrpc::conformance {

/// Lines of text over a socket, two pipes or a serial line. Reading and writing go on together, so that two sides
/// which both have much to say do not wait for each other.
class LineStream {
  public:
    /// Bytes of the longest line that is read, its end left out: 128 pages of memory and the words around them.
    static constexpr size_t longest_line = size_t{1} << 20;

    /// What became of waiting.
    enum class Moved {
        bytes,  ///< some were read or written
        none,   ///< the time is over
        closed, ///< the other side is gone, and all that it sent is read
    };

    /// Owns both descriptors, which may be the same one.
    LineStream(int in, int out) : in_(in), out_(out) {}
    explicit LineStream(int socket) : LineStream(socket, socket) {}
    LineStream(const LineStream&) = delete;
    LineStream& operator=(const LineStream&) = delete;
    ~LineStream();

    /// The next line that has arrived whole, without its line feed and a carriage return before it; valid until the
    /// next call of anything here. Nothing: more must be read.
    std::optional<std::string_view> next_line();

    /// Whether what has arrived is the beginning of a line over `longest_line`.
    bool is_too_long() const { return end_ - begin_ > longest_line; }

    /// Bytes that have arrived since the beginning.
    uint64_t received() const { return received_; }

    /// Bytes that arrived on another way, after all others.
    void add(std::string_view bytes);

    /// What has arrived of the next line.
    std::string_view half_line() const { return std::string_view(buffer_).substr(begin_, end_ - begin_); }

    /// Keeps a line and its line feed for sending.
    void put(std::string_view line);

    /// Bytes that were ever put.
    uint64_t said() const { return said_; }

    /// What is kept for sending.
    std::string_view unsent() const { return std::string_view(unsent_).substr(sent_); }

    /// Reads and sends what can be, once; waits for at most `patience`, or for as long as it takes.
    Moved move(std::optional<std::chrono::milliseconds> patience);

    /// Sends all that is kept, reading nothing. False: the other side is gone.
    bool flush();

    /// The next line, however long it takes, after a flush. Nothing: the other side is gone, or the line is too long.
    std::optional<std::string_view> read_line();

  private:
    void make_room(size_t bytes);
    bool receive();
    bool send_some();
    void drop_unsent();

    int in_;
    int out_;
    std::string buffer_;  ///< room for what is read; its size only grows
    size_t begin_ = 0;    ///< of the next line in `buffer_`
    size_t end_ = 0;      ///< of what has arrived
    size_t searched_ = 0; ///< up to here there is no line feed
    uint64_t received_ = 0;
    uint64_t said_ = 0;
    std::string unsent_;
    size_t sent_ = 0; ///< bytes of `unsent_` that are gone
    bool closed_for_writing_ = false;
    bool is_socket_ = true; ///< as far as is known
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_LINE_STREAM_HPP
