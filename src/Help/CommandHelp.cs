using System.Management.Automation;
using System.Xml.Linq;

namespace TemporalLambda.Help;

/// <summary>Writes PowerShell's help format, MAML.</summary>
internal static class CommandHelp
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XDocument Write(IEnumerable<CommandDescription> commands, DocComments comments) => new(
        new XElement(
            XName.Get("helpItems", "http://msh"),
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            commands.Select(c => Write(c, comments))));

    private static XElement Write(CommandDescription command, DocComments comments) => new(
        Command + "command",
        new XElement(
            Command + "details",
            new XElement(Command + "name", command.Name),
            new XElement(Command + "verb", command.Cmdlet.VerbName),
            new XElement(Command + "noun", command.Cmdlet.NounName),
            Description(comments.Summary(command.Type))),
        Description([comments.Summary(command.Type), .. comments.Remarks(command.Type)]),
        new XElement(
            Command + "syntax",
            command.ParameterSets.Select(set => new XElement(
                Command + "syntaxItem",
                new XElement(Maml + "name", command.Name),
                from parameter in command.Parameters
                let attribute = parameter.In(set)
                where attribute is not null
                select Parameter(parameter, attribute, description: null)))),
        new XElement(Command + "parameters", command.Parameters.Select(p => Parameter(p, p.Attributes[0], comments.Summary(p.Property)))),
        new XElement(
            Command + "returnValues",
            command.Outputs.Select(o => new XElement(
                Command + "returnValue",
                new XElement(Dev + "type", new XElement(Maml + "name", o.FullName)),
                o.Assembly == command.Type.Assembly ? Description(comments.Summary(o)) : null))),
        new XElement(
            Command + "examples",
            comments.Examples(command.Type).Select((example, index) => new XElement(
                Command + "example",
                new XElement(Maml + "title", $"Example {index + 1}"),
                new XElement(Dev + "code", example.Code),
                new XElement(Dev + "remarks", new XElement(Maml + "para", example.Explanation))))));

    private static XElement Parameter(ParameterDescription parameter, ParameterAttribute attribute, string? description)
    {
        Type type = Nullable.GetUnderlyingType(parameter.Property.PropertyType) ?? parameter.Property.PropertyType;
        return new XElement(
            Command + "parameter",
            new XAttribute("required", attribute.Mandatory ? "true" : "false"),
            new XAttribute("globbing", "false"),
            new XAttribute("pipelineInput", PipelineInput(attribute)),
            new XAttribute("position", attribute.Position < 0 ? "named" : attribute.Position.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Property.Name),
            description is null ? null : Description(description),
            type == typeof(SwitchParameter) ? null : new XElement(Command + "parameterValue", new XAttribute("required", "true"), type.Name),
            new XElement(Dev + "type", new XElement(Maml + "name", type.Name)));
    }

    private static string PipelineInput(ParameterAttribute attribute) => (attribute.ValueFromPipeline, attribute.ValueFromPipelineByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    private static XElement Description(params IReadOnlyList<string> paragraphs) => new(Maml + "description", paragraphs.Select(p => new XElement(Maml + "para", p)));
}
