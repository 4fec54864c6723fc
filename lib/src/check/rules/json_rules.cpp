#include "check/rule_definition.hpp"

namespace tks::check::rules {

/// What the decoder finds in the text of a record.
// NOLINTNEXTLINE(readability-function-size): it is a table that is long, and has no steps to be lost in.
std::span<const RuleDefinition> json_rules() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "json/array",
                  .severity = Severity::error,
                  .summary = "The commas and brackets between the records of a JSON array are in order.",
                  .explanation = "A dump may be one JSON array whose elements are the records. A comma too many, one "
                                 "that is missing, or text between the elements means that a record was lost or half "
                                 "written, or that the file was edited by hand. The elements themselves are judged "
                                 "one by one all the same. Write the array with a JSON library, or write one record a "
                                 "line, which has no commas to lose."}},
        {.rule = {.name = "json/byte-order-mark",
                  .severity = Severity::error,
                  .summary = "No byte-order mark stands before the JSON.",
                  .explanation = "U+FEFF before the first character is how some editors and older tools on Windows "
                                 "mark UTF-8. JSON forbids it (RFC 8259, section 8.1), and the Python package refuses "
                                 "the record. Save the text as UTF-8 without a byte-order mark; in Python, the "
                                 "encoding is \"utf-8\" and not \"utf-8-sig\"."}},
        {.rule = {.name = "json/control-character",
                  .severity = Severity::error,
                  .summary = "Control characters in text are written as escapes.",
                  .explanation = "The characters below U+0020, as a tab or a line break, must not stand as they are "
                                 "between the quotes of JSON text, and the Python package refuses a record in which "
                                 "they do. They come from text that was put between quotes by hand. Write them as "
                                 "escapes, as \\t, \\n or \\u0001, or let a JSON library write the text."}},
        {.rule = {.name = "json/depth",
                  .severity = Severity::error,
                  .summary = "Arrays and objects are nested at most 200 deep.",
                  .explanation = "Parsers bound how deep arrays and objects may be nested, so that a hostile record "
                                 "cannot exhaust their stack; the Python package gives up after about 200 levels. No "
                                 "event of the contract comes near: only metadata and the payload of "
                                 "trading_signal_invalidated may hold objects of any form. Make that data flatter, or "
                                 "write it as text."}},
        {.rule = {.name = "json/duplicate-key",
                  .severity = Severity::warning,
                  .summary = "No key stands twice in an object, where only the last one counts.",
                  .explanation = "Where a key stands twice in an object, the Python package takes the last value and "
                                 "says nothing; other parsers take the first, or refuse the record. So two consumers "
                                 "may read two different events from the same bytes. The finding is at the key that "
                                 "stands there again. Mend the producer so that it writes each key once."}},
        {.rule = {.name = "json/envelope",
                  .severity = Severity::error,
                  .summary = "A line of kcat -J is an envelope with a topic, a place in it and a payload.",
                  .explanation = "kcat -J writes each Kafka message as an envelope with its topic, partition, offset, "
                                 "key and payload. In an input of such envelopes, a line without one cannot be placed "
                                 "in its topic, and what it holds is not judged. The line was cut, edited, or comes "
                                 "from another tool. Write the dump again, or split it and name the form of each part "
                                 "by --input-format."}},
        {.rule = {.name = "json/escape",
                  .severity = Severity::error,
                  .summary = "A backslash in text begins one of JSON's escapes.",
                  .explanation = "A backslash in JSON text begins one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r "
                                 "\\t, or \\u with four hexadecimal digits, and nothing else. Others come from paths "
                                 "of Windows, regular expressions, or text escaped by the rules of another language, "
                                 "and the Python package refuses the record. Double the backslash if it is meant as "
                                 "itself, or let a JSON library write the text."}},
        {.rule = {.name = "json/number",
                  .severity = Severity::error,
                  .summary = "Numbers are finite: NaN and Infinity are not JSON.",
                  .explanation = "NaN, Infinity and -Infinity are not JSON, although Python's json module writes them "
                                 "unless allow_nan is false. A price or quantity that is none poisons every sum that "
                                 "it enters, so tksctl refuses them on purpose even where the Python package would "
                                 "read them. So it does with a number of more digits than the package takes. Leave "
                                 "the field out or write null where there is no value, and find the division by zero "
                                 "that made it."}},
        {.rule = {.name = "json/record-too-large",
                  .severity = Severity::error,
                  .summary = "A record is no larger than --max-record-bytes.",
                  .explanation = "A record larger than the bound is passed over without being read, so that one "
                                 "runaway record cannot fill the memory. The bound is 4 MiB unless --max-record-bytes "
                                 "says otherwise; the brokers of Kafka refuse messages above 1 MiB unless they are "
                                 "told to take them. Often the lines of a dump were joined, or someone put a document "
                                 "into metadata. Raise the bound if the record is meant to be so large."}},
        {.rule = {.name = "json/surrogate",
                  .severity = Severity::error,
                  .summary = "Escaped surrogates come in pairs.",
                  .explanation = "JSON writes a character beyond U+FFFF as two escapes, a high surrogate and a low "
                                 "one, as \\ud83d\\ude00. One without the other means no character and cannot be "
                                 "written as UTF-8, and the Python package refuses the record. It comes from text "
                                 "that was cut in the middle of a character, mostly by a limit on its length. Cut "
                                 "between characters, or write UTF-8 without escapes."}},
        {.rule = {.name = "json/syntax",
                  .severity = Severity::error,
                  .summary = "A record is one JSON value.",
                  .explanation = "What is not JSON cannot be read at all: nothing else in the record is judged from "
                                 "here on. The finding names what was found and what was expected there, as a colon, "
                                 "a comma or a value. Single quotes and the words True and None come from Python's "
                                 "repr(); comments and trailing commas from files meant for people. Write records "
                                 "with a JSON library."}},
        {.rule = {.name = "json/trailing",
                  .severity = Severity::error,
                  .summary = "Nothing follows the value of a record.",
                  .explanation = "A record is one JSON value. What follows it, if only a comma or a second object on "
                                 "the same line, would be lost, so the Python package refuses the record. It often "
                                 "means that two producers wrote to one file at a time, or that a line break was lost "
                                 "between two records. Write one record a line, or name the form of the input by "
                                 "--input-format."}},
        {.rule = {.name = "json/truncated",
                  .severity = Severity::error,
                  .summary = "A record is whole.",
                  .explanation = "The record ends before its value does: the last line of a dump whose writer was "
                                 "killed, a message cut at a limit of length, a copy that was broken off. Nothing can "
                                 "be said about what is missing. Fetch the record again from its topic; where only "
                                 "the last line is concerned, the producer may still be writing it."}},
        {.rule = {.name = "json/utf8",
                  .severity = Severity::error,
                  .summary = "Text is UTF-8.",
                  .explanation = "JSON between systems is UTF-8 (RFC 8259, section 8.1), and the Python package "
                                 "refuses a record with any other bytes. They come from text in an older encoding as "
                                 "Latin-1 or Windows-1252, or from a character that was cut in two. The finding names "
                                 "the first byte that is wrong. Write the text as UTF-8, and convert what exists with "
                                 "iconv."}},
    };
    return definitions;
}

}  // namespace tks::check::rules
