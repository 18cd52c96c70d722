using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TemporalLambda.Help;

/// <summary>The compiler's file of doc comments.</summary>
internal sealed partial class DocComments(XDocument file)
{
    private readonly Dictionary<string, XElement> _members = file.Descendants("member").ToDictionary(m => m.Attribute("name")!.Value);

    /// <summary>What was asked for and is not there.</summary>
    public SortedSet<string> Missing { get; } = [];

    public string Summary(Type type) => Text(Find("T:" + type.FullName)?.Element("summary"), type.Name);

    public string Summary(PropertyInfo property) =>
        Text(Find($"P:{property.DeclaringType!.FullName}.{property.Name}")?.Element("summary"), $"{property.DeclaringType!.Name}.{property.Name}");

    /// <summary>Further paragraphs; none where the summary says it all.</summary>
    public IReadOnlyList<string> Remarks(Type type)
    {
        XElement? remarks = Find("T:" + type.FullName)?.Element("remarks");
        return remarks is null ? [] : remarks.Elements("para").Any() ? [.. remarks.Elements("para").Select(Plain)] : [Plain(remarks)];
    }

    /// <summary>The examples: code and what it does.</summary>
    public IReadOnlyList<(string Code, string Explanation)> Examples(Type type)
    {
        (string, string)[] found = [.. (Find("T:" + type.FullName)?.Elements("example") ?? []).Select(e =>
            (Unindent(e.Element("code")?.Value ?? ""), Plain(new XElement("text", e.Nodes().Where(n => n is not XElement { Name.LocalName: "code" })))))];
        if (found.Length == 0)
        {
            Missing.Add($"{type.Name} (an <example>)");
        }

        return found;
    }

    private XElement? Find(string name) => _members.GetValueOrDefault(name);

    private string Text(XElement? element, string name)
    {
        string text = element is null ? "" : Plain(element);
        if (text.Length == 0)
        {
            Missing.Add(name);
        }

        return text;
    }

    private static string Plain(XElement element)
    {
        string text = string.Concat(element.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "see" or "seealso" } see => Simple(see.Attribute("cref")?.Value ?? see.Attribute("langword")?.Value ?? see.Value),
            XElement inner => Plain(inner),
            XText plain => plain.Value,
            _ => "",
        }));
        return WhiteSpace().Replace(text, " ").Trim();
    }

    private static string Simple(string reference) => reference[(reference.LastIndexOf('.') + 1)..];

    private static string Unindent(string code)
    {
        string[] lines = code.Trim('\r', '\n').TrimEnd().Split('\n');
        int indent = lines.Where(l => l.Trim().Length > 0).Select(l => l.Length - l.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(l => l.Length >= indent ? l[indent..] : l.Trim()));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
