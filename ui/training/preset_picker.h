// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <string>
#include <vector>

class QRadioButton;

namespace nidus::ui {

class Card;
class TextLabel;

/// Three cards, one of which is chosen: how much effort the training may take, in plain words.
class PresetPicker final : public QWidget {
    Q_OBJECT

public:
    explicit PresetPicker(QWidget* parent = nullptr);

    /// Name of the recipe: "quick", "balanced" or "thorough".
    [[nodiscard]] std::string preset() const;
    void setPreset(const std::string& preset);
    /// A few words beside the name of a preset: what it will take.
    void setNote(const std::string& preset, const QString& note);

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Choice {
        std::string preset;
        Card* card;
        QRadioButton* button;
        TextLabel* note;
    };

    void addChoice(const std::string& preset, const QString& title, const QString& text);

    std::vector<Choice> m_choices;
};

/// The name of a preset as the cards call it; other names unchanged.
[[nodiscard]] QString presetTitle(const std::string& preset);

} // namespace nidus::ui
