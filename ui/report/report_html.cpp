// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_html.h"

#include <QBuffer>

#include <variant>

namespace nidus::ui {
namespace {

// No "<" and "&" in it, so that it needs no escaping.
constexpr const char* kStyle = R"css(
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);line-height:1.5;font-size:15px;
 font-family:system-ui,"Segoe UI","Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
main,header,footer{max-width:62rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2rem}
h1{font-size:1.9rem;line-height:1.2;margin:0}
h2{font-size:1.3rem;margin:2.4rem 0 .6rem;padding-top:.6rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1.4rem 0 .4rem}
p{margin:.5rem 0;max-width:46rem}
.faint,figcaption{color:var(--faint);font-size:.87rem}
nav ol{columns:2;padding-left:1.4rem;margin:.8rem 0}
a{color:var(--accent)}
.notice{display:inline-block;margin:.7rem 0 0;padding:.15rem .6rem;border:1px solid var(--caution);border-radius:4px;
 color:var(--caution);font-size:.87rem}
.note{margin:.6rem 0;padding:.5rem .8rem;border-left:4px solid var(--caution);background:var(--card);max-width:46rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;margin:.4rem 0;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:.28rem .9rem .28rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600}
td{overflow-wrap:anywhere;min-width:3.2rem}
tbody th{font-weight:400;color:var(--faint)}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:.7rem;margin:1rem 0}
.card{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.6rem .8rem}
.card b{display:block;font-size:1.6rem;line-height:1.25}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));gap:1.2rem;margin:.8rem 0}
.gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:1rem;margin:.8rem 0}
figure{margin:0;min-width:0;break-inside:avoid}
figure svg{max-width:100%;height:auto;display:block}
.picture{display:flex;align-items:center;justify-content:center;height:200px;background:#0a0a0c;border-radius:4px;
 color:#a3acba;font-size:.87rem}
.gallery figcaption{white-space:pre-line}
pre{background:var(--card);border:1px solid var(--line);border-radius:4px;padding:.6rem .8rem;font-size:.8rem;
 overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
footer{margin-top:3rem;padding-top:.8rem;padding-bottom:2rem;border-top:1px solid var(--line)}
@media print{
 body{font-size:10pt}
 main,header,footer{max-width:none;padding:0}
 h2,h3{break-after:avoid} tr,.note,.card{break-inside:avoid}
 nav{display:none} .scroll{overflow:visible}
}
)css";

QString element(const char* tag, const QString& text, const char* attributes = "") {
    return QStringLiteral("<%1%2>%3</%1>\n").arg(QLatin1String(tag), QLatin1String(attributes), text.toHtmlEscaped());
}

/// Writes each kind of block.
struct BlockWriter {
    QString& html;

    void operator()(const ReportParagraph& block) const { html += element("p", block.text); }

    void operator()(const ReportNote& block) const {
        html += element("div", QStringLiteral("⚠ ") + block.text, " class=\"note\"");
    }

    void operator()(const ReportTable& block) const {
        if (!block.title.isEmpty())
            html += element("h3", block.title);
        html += QLatin1String("<div class=\"scroll\"><table>\n");
        if (!block.head.isEmpty()) {
            html += QLatin1String("<thead><tr>");
            for (const QString& cell : block.head)
                html += element("th", cell, " scope=\"col\"");
            html += QLatin1String("</tr></thead>\n");
        }
        html += QLatin1String("<tbody>\n");
        for (const QStringList& row : block.rows) {
            html += QLatin1String("<tr>");
            for (qsizetype i = 0; i < row.size(); ++i)
                html += i == 0 ? element("th", row[i], " scope=\"row\"") : element("td", row[i]);
            html += QLatin1String("</tr>\n");
        }
        html += QLatin1String("</tbody></table></div>\n");
    }

    void operator()(const ReportFigures& block) const {
        html += QLatin1String("<div class=\"figures\">\n");
        for (const ReportFigure& figure : block.figures) {
            html += QLatin1String("<figure>\n") + element("h3", figure.title);
            html += figure.drawing.svg(figure.title);
            if (!figure.caption.isEmpty())
                html += element("figcaption", figure.caption);
            html += QLatin1String("</figure>\n");
        }
        html += QLatin1String("</div>\n");
    }

    void operator()(const ReportGallery& block) const {
        html += QLatin1String("<div class=\"gallery\">\n");
        for (const ReportPicture& picture : block.pictures) {
            html += QLatin1String("<figure><div class=\"picture\">");
            if (!picture.image.isNull())
                html += QStringLiteral("<img src=\"data:image/png;base64,%1\" width=\"%2\" height=\"%3\" alt=\"%4\"/>")
                            .arg(QString::fromLatin1(png(picture.image).toBase64()))
                            .arg(picture.image.width())
                            .arg(picture.image.height())
                            .arg(picture.title.toHtmlEscaped());
            html += QLatin1String("</div>\n<figcaption>")
                    + QStringLiteral("<b>%1</b>\n%2").arg(picture.title.toHtmlEscaped(), picture.text.toHtmlEscaped())
                    + QLatin1String("</figcaption></figure>\n");
        }
        html += QLatin1String("</div>\n");
    }

    void operator()(const ReportCards& block) const {
        html += QLatin1String("<div class=\"cards\">\n");
        for (const ReportCards::Card& card : block.cards)
            html += QLatin1String("<div class=\"card\">") + element("span", card.title, " class=\"faint\"")
                    + element("b", card.value) + element("span", card.detail, " class=\"faint\"")
                    + QLatin1String("</div>\n");
        html += QLatin1String("</div>\n");
    }

    void operator()(const ReportCode& block) const { html += element("pre", block.text); }

    static QByteArray png(const QImage& image) {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        image.save(&buffer, "PNG");
        return bytes;
    }
};

} // namespace

QByteArray reportHtml(const ReportDocument& document) {
    QString html = QStringLiteral("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"%1\">\n<head>\n"
                                  "<meta charset=\"utf-8\"/>\n"
                                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                                  "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
                                  "<meta name=\"author\" content=\"%2\"/>\n")
                       .arg(document.language.toHtmlEscaped(), document.author.toHtmlEscaped());
    html += element("title", document.title);
    html +=
        QStringLiteral("<style>\n:root{%1}\n@media (prefers-color-scheme:dark){:root{%2}}\n@media print{:root{%1}}\n"
                       "@page{size:A4;margin:18mm 16mm;@bottom-center{font-size:8pt;content:\"%3\"}}")
            .arg(inkDeclarations(false), inkDeclarations(true), document.notice);
    html += QLatin1String(kStyle) + QLatin1String("</style>\n</head>\n<body>\n<header>\n");
    html += element("h1", document.title) + element("p", document.subtitle, " class=\"faint\"")
            + element("p", document.notice, " class=\"notice\"");
    html += QLatin1String("<nav><ol>\n");
    for (const ReportSection& section : document.sections)
        html += QStringLiteral("<li><a href=\"#%1\">%2</a></li>\n").arg(section.id, section.title.toHtmlEscaped());
    html += QLatin1String("</ol></nav>\n</header>\n<main>\n");
    for (const ReportSection& section : document.sections) {
        html += QStringLiteral("<section id=\"%1\">\n").arg(section.id) + element("h2", section.title);
        for (const ReportBlock& block : section.blocks)
            std::visit(BlockWriter{html}, block);
        html += QLatin1String("</section>\n");
    }
    html += QLatin1String("</main>\n<footer class=\"faint\">")
            + QStringLiteral("%1 · %2").arg(document.notice, document.author).toHtmlEscaped()
            + QLatin1String("</footer>\n</body>\n</html>\n");
    return html.toUtf8();
}

} // namespace nidus::ui
