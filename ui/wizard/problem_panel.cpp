// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/problem_panel.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/theme/icon.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

constexpr int kIcon = 16;

QIcon iconOf(Severity severity) {
    switch (severity) {
    case Severity::Blocker:
        return icon(QStringLiteral("circle-x"), Tint::Bad);
    case Severity::Warning:
        return icon(QStringLiteral("triangle-alert"), Tint::Caution);
    case Severity::Info:
        break;
    }
    return icon(QStringLiteral("info"), Tint::Faint);
}

} // namespace

class ProblemPanel::GroupCard final : public Card {
public:
    GroupCard(const std::string& code, ProblemPanel& panel)
        : m_code(code), m_icon(new QLabel), m_title(new TextLabel(TextRole::Body)),
          m_text(new TextLabel(TextRole::Secondary)), m_show(button("show", ProblemPanel::tr("Show only these"))),
          m_accept(button("accept", acceptText(code))), m_include(button("include", QString())) {
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(10, 8, 10, 8);
        column->setSpacing(4);
        auto* head = new QHBoxLayout;
        head->setSpacing(8);
        head->addWidget(m_icon, 0, Qt::AlignTop);
        m_title->setWordWrap(true);
        head->addWidget(m_title, 1);
        column->addLayout(head);
        m_text->setWordWrap(true);
        column->addWidget(m_text);
        for (QPushButton* each : {m_accept, m_include, m_show})
            column->addWidget(each);
        m_show->setCheckable(true);
        connect(m_show, &QPushButton::clicked, &panel,
                [&panel, code](bool isOn) { Q_EMIT panel.showWanted(code, isOn); });
        connect(m_accept, &QPushButton::clicked, &panel,
                [this, &panel, code] { Q_EMIT panel.acceptWanted(code, m_group.blocked > 0); });
        connect(m_include, &QPushButton::clicked, &panel,
                [this, &panel, code] { Q_EMIT panel.includeWanted(code, m_group.used == 0); });
    }

    void show(const ProblemGroup& group) {
        if (group == m_group)
            return;
        m_group = group;
        m_icon->setPixmap(iconOf(group.severity).pixmap(QSize(kIcon, kIcon), devicePixelRatioF()));
        const QString title = problemTitle(group.code);
        m_title->setText(title.isEmpty() ? toQt(group.code) : ProblemPanel::tr("%1 (%2)").arg(title, toQt(group.code)));
        QStringList lines;
        if (group.series > 0)
            lines << ProblemPanel::tr("%n series, %1 used", nullptr, group.series).arg(group.used);
        if (group.files > 0)
            lines << ProblemPanel::tr("%n file(s)", nullptr, group.files);
        const QString advice = problemAdvice(group.code);
        m_text->setText(lines.join(ProblemPanel::tr(", "))
                        + (advice.isEmpty() ? QString() : QLatin1Char('\n') + advice));
        m_text->setToolTip(toQt(group.example));
        const int open = group.series - group.blocked;
        m_show->setVisible(group.series > 0);
        m_accept->setVisible(!m_accept->text().isEmpty() && group.blocked + group.accepted > 0);
        name(m_accept, group.blocked > 0 ? acceptText(group.code) : ProblemPanel::tr("Leave them out again"));
        // Notes ask for no decision, but for what is left out because it is mostly not meant.
        m_include->setVisible(open > 0 && group.accepted == 0
                              && (group.severity == Severity::Warning || group.code == "DCM-014"));
        name(m_include,
             group.used > 0 ? ProblemPanel::tr("Leave all of them out") : ProblemPanel::tr("Use all of them"));
        name(m_show, ProblemPanel::tr("Show only these"));
    }

    void setShown(bool isShown) { m_show->setChecked(isShown); }

private:
    QPushButton* button(const char* what, const QString& text) {
        return named(new QPushButton(text), (std::string(what) + "_" + m_code).c_str(), text);
    }
    void name(QPushButton* which, const QString& text) const {
        which->setText(text);
        which->setAccessibleName(ProblemPanel::tr("%1: %2").arg(m_title->text(), text));
    }

    std::string m_code;
    ProblemGroup m_group;
    QLabel* m_icon;
    TextLabel* m_title;
    TextLabel* m_text;
    QPushButton* m_show;
    QPushButton* m_accept;
    QPushButton* m_include;
};

ProblemPanel::ProblemPanel(QWidget* parent) : QWidget(parent), m_column(new QVBoxLayout) {
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    auto* area = named(new QScrollArea, "problemPanel", tr("Problems of the scans"));
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFrameShape(QFrame::NoFrame);
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 4, 0);
    m_column->setSpacing(6);
    column->addLayout(m_column);
    column->addStretch(1);
    area->setWidget(body);
    whole->addWidget(area);
}

void ProblemPanel::setGroups(const std::vector<ProblemGroup>& groups) {
    std::map<std::string, GroupCard*> gone = m_cards;
    int place = 0;
    for (const ProblemGroup& group : groups) {
        GroupCard*& card = m_cards[group.code];
        if (!card)
            card = new GroupCard(group.code, *this);
        gone.erase(group.code);
        if (m_column->indexOf(card) != place)
            m_column->insertWidget(place, card);
        ++place;
        card->show(group);
    }
    for (const auto& [code, card] : gone) {
        m_cards.erase(code);
        card->deleteLater();
    }
}

void ProblemPanel::setShown(const std::string& code) {
    for (const auto& [each, card] : m_cards)
        card->setShown(each == code);
}

} // namespace nidus::ui
