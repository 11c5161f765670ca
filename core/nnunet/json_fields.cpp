// SPDX-License-Identifier: Apache-2.0
#include "core/nnunet/json_fields.h"

#include "core/base/error.h"
#include "core/nnunet/strict_json.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>
#include <utility>

namespace nidus {

using Json = nlohmann::ordered_json;

struct JsonFields::Node {
    Json value;

    static const Json& at(const JsonFields& fields, const std::string& key) {
        const auto found = fields.m_node->value.find(key);
        if (found == fields.m_node->value.end())
            fields.fail("PLN-002", "\"" + key + "\" is missing");
        return *found;
    }
};

namespace {

std::string shortText(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

[[noreturn]] void mistyped(const JsonFields& fields, const std::string& key, const char* expected) {
    fields.fail("PLN-002", "\"" + key + "\" is not " + expected);
}

// Writers that go through numpy leave whole numbers as 64.0.
std::int64_t integerOf(const JsonFields& fields, const std::string& key, const Json& value, Range<std::int64_t> range) {
    const bool isWholeFloat = value.is_number_float() && std::trunc(value.get<double>()) == value.get<double>()
                              && std::abs(value.get<double>()) < 1e15;
    if (!value.is_number_integer() && !isWholeFloat)
        mistyped(fields, key, "a whole number");
    const std::int64_t number = isWholeFloat ? std::llrint(value.get<double>()) : value.get<std::int64_t>();
    if (number < range.low || number > range.high)
        fields.fail("PLN-004", "\"" + key + "\" is " + std::to_string(number) + ", possible are "
                                   + std::to_string(range.low) + " to " + std::to_string(range.high));
    return number;
}

double numberOf(const JsonFields& fields, const std::string& key, const Json& value, Range<double> range) {
    if (!value.is_number())
        mistyped(fields, key, "a number");
    const auto number = value.get<double>();
    if (!(number >= range.low && number <= range.high))
        fields.fail("PLN-004", "\"" + key + "\" is " + shortText(number) + ", possible are " + shortText(range.low)
                                   + " to " + shortText(range.high));
    return number;
}

const Json& listOf(const JsonFields& fields, const std::string& key, const Json& value, const char* expected) {
    if (!value.is_array())
        mistyped(fields, key, expected);
    return value;
}

} // namespace

JsonFields::JsonFields(const std::string& text, std::string where)
    : m_node(std::make_shared<Node>(Node{Json::parse(strictJson(text, where))})), m_where(std::move(where)) {}

JsonFields::JsonFields(std::shared_ptr<const Node> node, std::string where)
    : m_node(std::move(node)), m_where(std::move(where)) {}

void JsonFields::fail(const std::string& code, const std::string& what) const {
    throw Error(code, m_where + ": " + what + ".");
}

std::vector<std::string> JsonFields::keys() const {
    std::vector<std::string> keys;
    for (const auto& item : m_node->value.items())
        keys.push_back(item.key());
    return keys;
}

bool JsonFields::has(const std::string& key) const {
    const auto found = m_node->value.find(key);
    return found != m_node->value.end() && !found->is_null();
}

bool JsonFields::mentions(const std::string& key) const {
    return m_node->value.contains(key);
}

std::string JsonFields::string(const std::string& key) const {
    const Json& value = Node::at(*this, key);
    if (!value.is_string())
        mistyped(*this, key, "a text");
    return value.get<std::string>();
}

std::string JsonFields::string(const std::string& key, const std::string& fallback) const {
    return has(key) ? string(key) : fallback;
}

std::int64_t JsonFields::integer(const std::string& key, Range<std::int64_t> range) const {
    return integerOf(*this, key, Node::at(*this, key), range);
}

double JsonFields::number(const std::string& key, Range<double> range) const {
    return numberOf(*this, key, Node::at(*this, key), range);
}

bool JsonFields::boolean(const std::string& key, bool fallback) const {
    if (!has(key))
        return fallback;
    const Json& value = Node::at(*this, key);
    if (!value.is_boolean())
        mistyped(*this, key, "true or false");
    return value.get<bool>();
}

std::vector<std::int64_t> JsonFields::integers(const std::string& key, Range<std::int64_t> range) const {
    const Json& value = Node::at(*this, key);
    if (value.is_number())
        return {integerOf(*this, key, value, range)};
    std::vector<std::int64_t> result;
    for (const Json& element : listOf(*this, key, value, "a list of whole numbers"))
        result.push_back(integerOf(*this, key, element, range));
    return result;
}

std::vector<std::vector<std::int64_t>> JsonFields::integerRows(const std::string& key,
                                                               Range<std::int64_t> range) const {
    const Json& value = Node::at(*this, key);
    if (value.is_number())
        return {{integerOf(*this, key, value, range)}};
    std::vector<std::vector<std::int64_t>> rows;
    for (const Json& row : listOf(*this, key, value, "a list of lists of whole numbers")) {
        rows.emplace_back();
        if (row.is_number()) {
            rows.back().push_back(integerOf(*this, key, row, range));
            continue;
        }
        for (const Json& element : listOf(*this, key, row, "a list of lists of whole numbers"))
            rows.back().push_back(integerOf(*this, key, element, range));
    }
    return rows;
}

std::optional<std::vector<std::optional<double>>> JsonFields::optionalNumbers(const std::string& key,
                                                                              Range<double> range) const {
    const Json& value = Node::at(*this, key);
    if (value.is_null())
        return std::nullopt;
    std::vector<std::optional<double>> result;
    for (const Json& element : listOf(*this, key, value, "a list of numbers")) {
        if (element.is_null())
            result.emplace_back(std::nullopt);
        else
            result.emplace_back(numberOf(*this, key, element, range));
    }
    return result;
}

std::vector<std::string> JsonFields::strings(const std::string& key) const {
    std::vector<std::string> result;
    for (const Json& element : listOf(*this, key, Node::at(*this, key), "a list of texts")) {
        if (!element.is_string())
            mistyped(*this, key, "a list of texts");
        result.push_back(element.get<std::string>());
    }
    return result;
}

std::vector<bool> JsonFields::booleans(const std::string& key) const {
    std::vector<bool> result;
    for (const Json& element : listOf(*this, key, Node::at(*this, key), "a list of true and false")) {
        if (!element.is_boolean())
            mistyped(*this, key, "a list of true and false");
        result.push_back(element.get<bool>());
    }
    return result;
}

JsonFields JsonFields::object(const std::string& key) const {
    const Json& value = Node::at(*this, key);
    if (!value.is_object())
        mistyped(*this, key, "an object");
    return {std::make_shared<Node>(Node{value}), m_where + ", " + key};
}

std::string JsonFields::asText(const std::string& key) const {
    const Json& value = Node::at(*this, key);
    return value.is_string() ? value.get<std::string>() : value.dump();
}

JsonFields JsonFields::overlaid(const JsonFields& child) const {
    // A list of fields is searched from its start each time, so a long one would take quadratic time.
    constexpr std::size_t kMaxFields = 256;
    Json merged = m_node->value;
    for (const auto& item : child.m_node->value.items()) {
        if (merged.size() + child.m_node->value.size() > 2 * kMaxFields)
            child.fail("PLN-004", "more than " + std::to_string(kMaxFields) + " fields");
        merged[item.key()] = item.value();
    }
    return {std::make_shared<Node>(Node{std::move(merged)}), child.m_where};
}

} // namespace nidus
