// SPDX-License-Identifier: BSD-3-Clause
//
// JSON without a library, for what also runs in a browser, where there is none, and for a million frames.
#ifndef TSRPC_REPORT_JSON_WRITER_HPP
#define TSRPC_REPORT_JSON_WRITER_HPP

#include "conformance/report/text.hpp"

#include <stddef.h>
#include <stdint.h>

namespace tsrpc::report {

/// Writes one JSON text, commas where they belong, into a buffer; where it is full it traps.
class JsonWriter {
  public:
    JsonWriter(char* buffer, size_t size) : begin_(buffer), next_(buffer), end_(buffer + size) {}

    JsonWriter& open_object() { return item().raw('{').first(); }
    JsonWriter& close_object() { return raw('}').later(); }
    JsonWriter& open_array() { return item().raw('[').first(); }
    JsonWriter& close_array() { return raw(']').later(); }

    JsonWriter& key(const char* name) { return string(name).raw(':').first(); }

    /// Text in printable ASCII.
    JsonWriter& string(const char* text) {
        item().raw('"');
        for (; *text != '\0'; ++text) {
            if (*text == '"' || *text == '\\') {
                raw('\\');
            }
            raw(*text);
        }
        return raw('"').later();
    }
    JsonWriter& string(const Text& text) { return string(text.c_str()); }
    JsonWriter& number(int64_t value) { return item().raw(Text().number(value).c_str()).later(); }
    JsonWriter& boolean(bool value) { return item().raw(value ? "true" : "false").later(); }
    JsonWriter& null() { return item().raw("null").later(); }

    /// How many bytes it wrote.
    size_t size() const { return static_cast<size_t>(next_ - begin_); }

  private:
    JsonWriter& item() { return is_first_ ? *this : raw(','); }
    JsonWriter& first() {
        is_first_ = true;
        return *this;
    }
    JsonWriter& later() {
        is_first_ = false;
        return *this;
    }
    JsonWriter& raw(char c) {
        if (next_ == end_) {
            __builtin_trap();
        }
        *next_++ = c;
        return *this;
    }
    JsonWriter& raw(const char* text) {
        while (*text != '\0') {
            raw(*text++);
        }
        return *this;
    }

    char* begin_;
    char* next_;
    char* end_;
    bool is_first_ = true;
};

} // namespace tsrpc::report

#endif // TSRPC_REPORT_JSON_WRITER_HPP
