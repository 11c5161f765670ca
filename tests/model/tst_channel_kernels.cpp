// SPDX-License-Identifier: Apache-2.0
#include "core/model/channel_kernels.h"

#include <QtTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

using namespace nidus;

namespace {

constexpr std::int64_t kRows = 7, kChannels = 3, kLanes = 6; // three wide rows of two, and one of one
constexpr std::size_t kSize = kRows * kChannels;

float numberOf(float value) {
    return value;
}

float numberOf(Bfloat16 value) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(value.bits) << 16);
}

/// By the definition: of the two neighbours the nearer one, in the middle the one whose last bit is 0.
Bfloat16 nearest(float value) {
    const auto low = static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16);
    const auto high = static_cast<std::uint16_t>(low + 1);
    const double below = std::abs(static_cast<double>(value) - static_cast<double>(numberOf(Bfloat16{low})));
    const double above = std::abs(static_cast<double>(value) - static_cast<double>(numberOf(Bfloat16{high})));
    if (below == above)
        return {low % 2 == 0 ? low : high};
    return {below < above ? low : high};
}

void assign(float& to, float value) {
    to = value;
}

void assign(Bfloat16& to, float value) {
    to = nearest(value);
}

/// Thirds of small integers, so that both types round.
template <class V>
std::vector<V> numbers(int step) {
    std::vector<V> values(kSize);
    for (std::size_t i = 0; i < kSize; ++i)
        assign(values[i], static_cast<float>((static_cast<int>(i) * step) % 11 - 5) / 3.0F);
    return values;
}

/// A number for each lane, the same for all lanes of a channel.
std::vector<float> lanes(float first, float step) {
    std::vector<float> values(kLanes);
    for (std::size_t i = 0; i < kLanes; ++i)
        values[i] = first + step * static_cast<float>(i % kChannels);
    return values;
}

/// Sum over the lanes of one channel.
float ofChannel(const std::vector<float>& values, std::size_t channel) {
    return values[channel] + values[channel + kChannels];
}

template <class V>
ChannelRows<V> rowsOf(const std::vector<V>& values) {
    return {values.data(), kRows, kChannels, kLanes};
}

template <class V>
bool isEqual(const std::vector<V>& found, const std::vector<float>& expected) {
    for (std::size_t i = 0; i < kSize; ++i) {
        V rounded{};
        assign(rounded, expected[i]);
        if (numberOf(found[i]) != numberOf(rounded))
            return false;
    }
    return true;
}

bool isClose(float a, float b) {
    return std::abs(a - b) < 1e-5F;
}

template <class V>
void checkNorm() {
    const std::vector<V> values = numbers<V>(7);
    const std::vector<float> origin = lanes(0.5F, 0.25F), scale = lanes(1.5F, -1), offset = lanes(-0.25F, 0.5F);
    std::vector<float> sums(kLanes), squares(kLanes);
    addMoments(rowsOf(values), origin.data(), sums.data(), squares.data());
    std::vector<V> output(kSize);
    scaleAndActivate(rowsOf(values), scale.data(), offset.data(), 0.125F, output.data());

    std::vector<float> expected(kSize);
    for (std::size_t c = 0; c < kChannels; ++c) {
        float sum = 0, square = 0;
        for (std::size_t i = c; i < kSize; i += kChannels) {
            const float x = numberOf(values[i]), y = x * scale[c] + offset[c];
            sum += x - origin[c];
            square += (x - origin[c]) * (x - origin[c]);
            expected[i] = y >= 0 ? y : y * 0.125F;
        }
        QVERIFY(isClose(ofChannel(sums, c), sum) && isClose(ofChannel(squares, c), square));
    }
    QVERIFY(isEqual(output, expected));
    std::vector<V> inPlace = values;
    scaleAndActivate(rowsOf(inPlace), scale.data(), offset.data(), 0.125F, inPlace.data());
    QVERIFY(isEqual(inPlace, expected));
}

template <class V>
void checkNormGradient() {
    const std::vector<V> values = numbers<V>(7), output = numbers<V>(5), ofOutput = numbers<V>(3);
    const std::vector<float> mean = lanes(0.5F, 0.25F), scale = lanes(2, 1), shift = lanes(-0.5F, 0.125F),
                             share = lanes(0.25F, 0.5F);
    std::vector<float> sums(kLanes), products(kLanes);
    std::vector<V> result(kSize);
    const NormGradient<V> gradient{output.data(),   ofOutput.data(), 0.25F,        mean.data(),  sums.data(),
                                   products.data(), scale.data(),    shift.data(), share.data(), result.data()};
    addNormGradients(rowsOf(values), gradient);
    normGradient(rowsOf(values), gradient);
    std::vector<float> expected(kSize);
    for (std::size_t c = 0; c < kChannels; ++c) {
        float sum = 0, product = 0;
        for (std::size_t i = c; i < kSize; i += kChannels) {
            const float x = numberOf(values[i]) - mean[c],
                        g = numberOf(ofOutput[i]) * (numberOf(output[i]) > 0 ? 1 : 0.25F);
            sum += g;
            product += g * x;
            expected[i] = scale[c] * (g - shift[c] - share[c] * x);
        }
        QVERIFY(isClose(ofChannel(sums, c), sum) && isClose(ofChannel(products, c), product));
    }
    QVERIFY(isEqual(result, expected));
}

template <class V>
void checkPooling() {
    const std::vector<V> values = numbers<V>(7);
    std::vector<float> sums(kLanes), maxima(kLanes, -std::numeric_limits<float>::infinity());
    addSumsAndMaxima(rowsOf(values), sums.data(), maxima.data());
    std::vector<float> maximum(kLanes), counts(kLanes), expected(kSize);
    const std::vector<float> everywhere = lanes(0.5F, 1), more = lanes(4, -1);
    for (std::size_t c = 0; c < kChannels; ++c) {
        float sum = 0, top = -100;
        for (std::size_t i = c; i < kSize; i += kChannels) {
            sum += numberOf(values[i]);
            top = std::max(top, numberOf(values[i]));
        }
        QVERIFY(isClose(ofChannel(sums, c), sum));
        QCOMPARE(std::max(maxima[c], maxima[c + kChannels]), top);
        maximum[c] = maximum[c + kChannels] = top;
    }
    countEqual(rowsOf(values), maximum.data(), counts.data());
    std::vector<V> result(kSize);
    poolingGradient(rowsOf(values), maximum.data(), everywhere.data(), more.data(), result.data());
    for (std::size_t c = 0; c < kChannels; ++c) {
        float count = 0;
        for (std::size_t i = c; i < kSize; i += kChannels) {
            const bool isTop = numberOf(values[i]) == maximum[c];
            count += isTop ? 1 : 0;
            expected[i] = everywhere[c] + (isTop ? more[c] : 0);
        }
        QCOMPARE(ofChannel(counts, c), count);
    }
    QVERIFY(isEqual(result, expected));
}

} // namespace

class TestChannelKernels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void normEqualsItsDefinition() {
        checkNorm<float>();
        checkNorm<Bfloat16>();
    }

    void gradientOfNormEqualsItsDefinition() {
        checkNormGradient<float>();
        checkNormGradient<Bfloat16>();
    }

    void poolingEqualsItsDefinition() {
        checkPooling<float>();
        checkPooling<Bfloat16>();
    }

    void bfloat16RoundsToTheNearestEven_data() {
        QTest::addColumn<float>("value");
        QTest::addColumn<int>("bits");
        QTest::newRow("exact") << 1.5F << 0x3FC0;
        QTest::newRow("below the middle") << 1.00390601F << 0x3F80;
        QTest::newRow("middle, to even below") << 1.00390625F << 0x3F80;
        QTest::newRow("middle, to even above") << 1.01171875F << 0x3F82;
        QTest::newRow("negative") << -1.01171875F << 0xBF82;
        QTest::newRow("to infinity") << std::numeric_limits<float>::max() << 0x7F80;
        QTest::newRow("not a number") << std::numeric_limits<float>::quiet_NaN() << 0x7FC0;
        QTest::newRow("not a number with all bits") << std::bit_cast<float>(0x7FFFFFFFU) << 0x7FC0;
    }

    void bfloat16RoundsToTheNearestEven() {
        QFETCH(float, value);
        QFETCH(int, bits);
        const Bfloat16 zero{0};
        Bfloat16 result{};
        const float one = 1;
        scaleAndActivate(ChannelRows<Bfloat16>{&zero, 1, 1, 1}, &one, &value, 1, &result);
        QCOMPARE(static_cast<int>(result.bits), bits);
    }
};

QTEST_GUILESS_MAIN(TestChannelKernels)
#include "tst_channel_kernels.moc"
