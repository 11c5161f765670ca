// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// Closed interval of the values that a field may have.
template <typename Number>
struct Range {
    Number low, high;
};

/// One JSON object of plans.json or dataset.json, read field by field. Every reading function throws Error PLN-002 for
/// a field that is missing or of another type, PLN-004 for a value out of its range; both name file and field.
class JsonFields {
public:
    /// Throws Error PLN-001 (see strictJson). `where`: how messages call the object, for example "plans.json".
    JsonFields(const std::string& text, std::string where);

    [[nodiscard]] const std::string& where() const noexcept { return m_where; }
    [[nodiscard]] std::vector<std::string> keys() const;       ///< in the order of the file
    [[nodiscard]] bool has(const std::string& key) const;      ///< present and not null
    [[nodiscard]] bool mentions(const std::string& key) const; ///< present, be it as null

    [[nodiscard]] std::string string(const std::string& key) const;
    [[nodiscard]] std::string string(const std::string& key, const std::string& fallback) const;
    [[nodiscard]] std::int64_t integer(const std::string& key, Range<std::int64_t> range) const;
    [[nodiscard]] double number(const std::string& key, Range<double> range) const;
    [[nodiscard]] bool boolean(const std::string& key, bool fallback) const;
    /// A list of integers; a single integer becomes a list of one.
    [[nodiscard]] std::vector<std::int64_t> integers(const std::string& key, Range<std::int64_t> range) const;
    /// A list whose elements are integers (lists of one) or lists of integers; a single integer becomes {{integer}}.
    [[nodiscard]] std::vector<std::vector<std::int64_t>> integerRows(const std::string& key,
                                                                     Range<std::int64_t> range) const;
    /// nullopt where the list holds null; nullopt for the whole when the field is null.
    [[nodiscard]] std::optional<std::vector<std::optional<double>>> optionalNumbers(const std::string& key,
                                                                                    Range<double> range) const;
    [[nodiscard]] std::vector<std::string> strings(const std::string& key) const;
    [[nodiscard]] std::vector<bool> booleans(const std::string& key) const;
    [[nodiscard]] JsonFields object(const std::string& key) const;
    /// The same field as text, whatever it is: strings without their quotes.
    [[nodiscard]] std::string asText(const std::string& key) const;

    /// These fields with those of `child` over them, field by field and not deeper. At most 256 fields, else PLN-004.
    [[nodiscard]] JsonFields overlaid(const JsonFields& child) const;

    /// Throws Error with this code: "<where>: <what>".
    [[noreturn]] void fail(const std::string& code, const std::string& what) const;

private:
    struct Node;
    JsonFields(std::shared_ptr<const Node> node, std::string where);

    std::shared_ptr<const Node> m_node;
    std::string m_where;
};

} // namespace nidus
