// SPDX-License-Identifier: Apache-2.0
#include "core/checkpoint/utf8.h"

#include <cstddef>
#include <cstdint>

namespace nidus {

bool isUtf8(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80)
            continue;
        const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if (lead < 0xC2 || lead > 0xF4 || text.size() - i <= more)
            return false;
        std::uint32_t code = lead & (0x3FU >> more);
        for (std::size_t k = 1; k <= more; ++k) {
            const auto byte = static_cast<unsigned char>(text[i + k]);
            if ((byte & 0xC0U) != 0x80)
                return false;
            code = (code << 6U) | (byte & 0x3FU);
        }
        constexpr std::uint32_t kLowest[] = {0, 0x80, 0x800, 0x10000};
        if (code < kLowest[more] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
            return false;
        i += more;
    }
    return true;
}

} // namespace nidus
