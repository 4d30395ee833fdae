"""Common first names in Sweden, to tell people from organisations and ”hon” from ”han”.

Pure: no clock, no store, no network. A name that is missing here costs little: the title beside
it or its place in the sentence tells as well.
"""

from __future__ import annotations

from typing import Final

WOMEN: Final = frozenset(
    "Agnes Agneta Alexandra Alice Alicia Alma Amanda Amina Anette Angelica Anita Ann "
    "Ann-Christin Ann-Marie Ann-Sofie Anna Anna-Karin Anna-Lena Anne Anneli Annelie Annette "
    "Annika Astrid Barbro Beatrice Berit Birgit Birgitta Bodil Britt Britt-Marie Camilla "
    "Carin Carina Carolina Caroline Catarina Cecilia Charlotta Charlotte Christina Clara "
    "Cristina Dagny Daniela Denise Ebba Edit Elena Elin Elina Elisabet Elisabeth Elise Ella "
    "Ellen Ellinor Elsa Elvira Emelie Emilia Emma Ester Eva Eva-Lena Evelina Fanny Fatima "
    "Felicia Filippa Frida Gabriella Gerd Greta Gudrun Gun Gun-Britt Gunilla Gunnel Hanna "
    "Hannah Hedda Helen Helena Helene Henrietta Hilda Ida Inga Ingela Inger Ingrid Irene Iris "
    "Isabella Isabelle Jasmine Jeanette Jennie Jenny Jessica Johanna Josefin Josefine Julia "
    "Kajsa Karin Karolina Katarina Katja Kerstin Klara Kristin Kristina Laila Lea Leila Lena "
    "Leyla Lilian Lina Linda Linn Linnea Lisa Lisbeth Lotta Louise Lovisa Madeleine Magdalena "
    "Maj Maja Malin Margareta Maria Mariam Marianne Marie Marika Marita Marlene Martina "
    "Matilda Mia Mikaela Moa Molly Monica Monika Märta Nadia Natalie Nathalie Nina Nora "
    "Olivia Parisa Pernilla Petra Pia Ragnhild Rebecca Rebecka Romina Rut Ruth Saga Samira "
    "Sandra Sanna Sara Sarah Selma Signe Simona Siv Sofia Sofie Solveig Sonja Stella Stina "
    "Susanna Susanne Therese Tilda Tina Tove Tuva Ulla Ulrika Vanja Vera Veronica Victoria "
    "Viktoria Viola Viveka Wilma Ylva Yvonne Zahra Zeinab Åsa".split()
)
MEN: Final = frozenset(
    "Abdi Abdullah Adam Adrian Ahmed Albert Albin Aleksander Alex Alexander Alf Alfred Ali "
    "Allan Amir Anders Andreas Anton Arne Aron Arvid August Axel Bengt Benjamin Bernt Bertil "
    "Birger Bo Bo-Göran Börje Carl Carl-Johan Carl-Oskar Carsten Casper Christer Christian "
    "Christoffer Claes Conny Dan Daniel David Dennis Edvin Egil Einar Elias Emanuel Emil Erik "
    "Ernst Fabian Felix Filip Folke Fredrik Gabriel Georg Gunnar Gustaf Gustav Göran Gösta "
    "Hampus Hans Harald Hassan Helge Henning Henrik Henry Herman Hugo Håkan Ibrahim Ingemar "
    "Ingvar Isak Ivan Ivar Jacob Jakob Jan Jan-Erik Jens Jerker Jesper Jim Jimmy Joakim Joel "
    "Johan Johannes John Johnny Jonas Jonathan Josef Juan Jörgen Kalle Karl Kenneth Kent "
    "Kevin Kjell Klas Knut Kristian Kristoffer Kurt Lars Lars-Erik Leif Lennart Leo Linus "
    "Love Lucas Ludvig Lukas Magnus Marcus Markus Martin Mats Mats-Ola Matteo Mattias Max "
    "Melker Michael Mikael Mohamed Mohammed Morgan Mustafa Måns Mårten Nicklas Niclas Niklas "
    "Nils Noah Ola Olle Olof Oscar Oskar Otto Ove Patrik Paul Peder Per Per-Olof Peter Petter "
    "Philip Pontus Pär Rasmus Rickard Rikard Robert Robin Roger Roland Rolf Ronny Rune Samuel "
    "Sebastian Sigvard Simon Stefan Stellan Sten Stig Sture Sune Svante Sven Sören Theo "
    "Thomas Tobias Tomas Tommy Tony Torbjörn Tord Tore Torsten Ulf Urban Valter Vidar Viktor "
    "Vilhelm Wilhelm William Yngve Yusuf Åke Örjan Östen".split()
)


def could_be(name: str, pronoun: str) -> bool:
    """Tell whether a person of that name may be called by that pronoun, as far as is known."""
    first = name.split(" ", 1)[0]
    if pronoun in {"hon", "henne"}:
        return first not in MEN
    return pronoun not in {"han", "honom"} or first not in WOMEN
