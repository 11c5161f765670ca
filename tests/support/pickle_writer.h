// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nidus::test {

/// Writes pickle streams instruction by instruction, sound ones and others.
class PickleWriter {
public:
    PickleWriter& raw(std::string_view bytes);
    PickleWriter& begin() { return raw(std::string_view("\x80\x02", 2)); }
    PickleWriter& stop() { return raw("."); }
    PickleWriter& none() { return raw("N"); }
    PickleWriter& boolean(bool value) { return raw(value ? "\x88" : "\x89"); }
    PickleWriter& integer(std::int64_t value); ///< BININT, or LONG1 beyond 32 bits
    PickleWriter& real(double value);
    PickleWriter& text(std::string_view utf8);
    PickleWriter& name(std::string_view module, std::string_view name);
    PickleWriter& put(std::uint32_t index);
    PickleWriter& get(std::uint32_t index);
    PickleWriter& integers(const std::vector<std::int64_t>& values); ///< a tuple
    PickleWriter& emptyOrderedDict();
    PickleWriter& value(const nlohmann::ordered_json& json); ///< any JSON value
    PickleWriter& bytes(std::string_view value);             ///< through _codecs.encode, as protocol 2 does
    /// A numpy scalar of eight bytes; `module` is numpy.core or numpy._core.
    PickleWriter& numpyFloat64(double value, std::string_view module);
    /// A tensor of torch._utils._rebuild_tensor_v2 on a storage of a zip archive.
    PickleWriter& tensor(std::string_view storageType, std::string_view key, std::int64_t count, std::int64_t offset,
                         const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides);
    /// The same with the six-part storage reference of the older container.
    PickleWriter& legacyTensor(std::string_view storageType, std::string_view key, std::int64_t count,
                               std::int64_t offset, const std::vector<std::int64_t>& shape,
                               const std::vector<std::int64_t>& strides);

    [[nodiscard]] const std::string& str() const { return m_stream; }

private:
    PickleWriter& rebuilt(bool isLegacy, std::string_view storageType, std::string_view key, std::int64_t count,
                          std::int64_t offset, const std::vector<std::int64_t>& shape,
                          const std::vector<std::int64_t>& strides);
    std::string m_stream;
};

} // namespace nidus::test
